import { startHapi, whyNoHapi } from './hapi.ts';

const because = whyNoHapi();
if (because !== undefined) {
  console.log(`skipped: ${because}; the HAPI server is for tests alone, the app needs neither`);
} else {
  const hapi = await startHapi(Number(process.argv[2] ?? 8090));
  console.log(`\nHAPI FHIR (R4, in memory) is at\n\n  ${hapi.base}\n\nCtrl-C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => hapi.stop());
}
