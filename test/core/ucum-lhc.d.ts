/** What the tests use of the UCUM library, which brings no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  export class UcumLhcUtils {
    static getInstance(): UcumLhcUtils;
    validateUnitString(unit: string): { readonly status: 'valid' | 'invalid' | 'error' };
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options: { readonly molecularWeight?: number | null; readonly charge?: number | null },
    ): { readonly status: string; readonly toVal: number | null };
  }
}
