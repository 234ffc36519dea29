/** The roots of Epic's own code systems: of one organisation (here its public sandbox), and of all. */
export const epicOid = {
  organisation: 'urn:oid:1.2.840.114350.1.13.0.1',
  shared: 'urn:oid:1.2.840.114350.1.72',
} as const;
