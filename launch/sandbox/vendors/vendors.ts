import { plain } from './plain.ts';
import type { Vendor, VendorName } from './vendor.ts';

/** The vendors by name. */
export const vendors: Readonly<Record<VendorName, Vendor>> = {
  epic: plain,
  cerner: plain,
  hapi: plain,
  smart: plain,
};
