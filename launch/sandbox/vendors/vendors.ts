import { cerner } from './cerner.ts';
import { epic } from './epic.ts';
import { hapi } from './hapi.ts';
import { smart } from './smart.ts';
import type { Vendor, VendorName } from './vendor.ts';

/** The vendors by name. */
export const vendors: Readonly<Record<VendorName, Vendor>> = { epic, cerner, hapi, smart };
