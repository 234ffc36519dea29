/** A page that takes the place of the review, with a way back to it: what is printed, and what the app says of itself. */
export type Sheet = (typeof sheets)[number];
const sheets = ['packet', 'peer-to-peer', 'leaflet', 'about', 'connection'] as const;

/** Whether a step of the work is one of these pages. */
export function isSheet(step: string): step is Sheet {
  return sheets.some((sheet) => sheet === step);
}
