import { cerner } from './cerner.ts';
import { epic } from './epic.ts';
import { hapi } from './hapi.ts';
import { smart } from './smart.ts';
import type { Vendor, VendorName } from './vendor.ts';

/** The vendors by name. */
export const vendors: Readonly<Record<VendorName, Vendor>> = { epic, cerner, hapi, smart };

/** Whether a word names one of the vendors. */
export const isVendor = (word: string): word is VendorName => Object.hasOwn(vendors, word);
