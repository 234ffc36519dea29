import * as z from 'zod/mini';
import { mappings, policies } from '../catalogue/catalogue.ts';
import { draftPolicies } from '../catalogue/draft-policies.ts';
import { engineVersion, policySha256 } from '../catalogue/policy-hash.ts';
import { assess } from '../core/assess.ts';
import { checkedEdit } from '../core/facts/answers.ts';
import { packet } from '../core/paper/packet.ts';
import { Therapy } from '../core/policy/policy.ts';
import { parseRecord } from '../core/record/patient-record.ts';
import { inFile, jsonIn } from './chart-file.ts';
import { runLater, UsageError } from './usage-error.ts';

const usage = 'usage: npm run --silent replay -- PACKET.json';

const Replayable = z.looseObject({
  format: z.literal('hepauth-packet'),
  formatVersion: z.literal(1),
  engineVersion: z.string(),
  policy: z.looseObject({ id: z.string(), version: z.string(), sha256: z.string() }),
  asOf: z.iso.date(),
  options: z.looseObject({
    therapy: z.optional(Therapy),
    site: z.optional(z.enum(['liver', 'other'])),
    coverage: z.optional(z.string()),
    order: z.optional(
      z.discriminatedUnion('is', [
        z.object({ is: z.literal('this'), reference: z.string() }),
        z.object({ is: z.literal('none'), because: z.string() }),
        z.object({ is: z.literal('open') }),
      ]),
    ),
  }),
  selectedBy: z.enum(['option', 'coverage', 'default']),
  edits: z.array(
    z.looseObject({
      question: z.string(),
      value: z.unknown(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  chart: z.looseObject({
    patientId: z.string(),
    base: z.optional(z.string()),
    resources: z.array(z.unknown()),
    unread: z.array(
      z.looseObject({
        requirement: z.string(),
        resourceType: z.string(),
        gap: z.enum(['denied', 'failed', 'partial']),
        because: z.string(),
        holds: z.optional(z.enum(['performance-status'])),
      }),
    ),
  }),
  assessment: z.unknown(),
});

runLater(async () => {
  const [file, extra] = process.argv.slice(2);
  if (file === undefined || extra !== undefined) throw new UsageError(usage);
  const parsed = z.safeParse(Replayable, jsonIn(file));
  if (!parsed.success)
    throw new UsageError(
      `${file}: not a packet; wrong at ${parsed.error.issues[0]?.path.map(String).join('.') ?? 'the top'}`,
    );
  const given = parsed.data;
  const policy = [...policies, ...draftPolicies].find(
    ({ id, version }) => id === given.policy.id && version === given.policy.version,
  );
  if (!policy)
    throw new UsageError(
      `${file}: policy ${given.policy.id} version ${given.policy.version} is not among the mappings`,
    );
  const sha256 = await policySha256(policy);
  const { patientId, base, resources, unread } = given.chart;
  const again = inFile(file, () => {
    const owner = base === undefined ? { patientId } : { patientId, base };
    const record = parseRecord(resources, { owner, unread });
    const edits = given.edits.map(({ question, value, by, at }) => checkedEdit(question, value, by, at));
    const { therapy, site, order, coverage } = given.options;
    const options = { therapy, site, order, coverage };
    const assessment = assess(record, policy, { asOf: given.asOf, edits, mappings, ...options });
    return packet(assessment, {
      engineVersion,
      options,
      selectedBy: given.selectedBy,
      edits,
      chart: { patientId, resources, unread },
      policySha256: sha256,
    });
  });
  const isSame = JSON.stringify(again.assessment) === JSON.stringify(given.assessment);
  const notes = [
    sha256 === given.policy.sha256 ? 'policy: the same content' : 'policy: the content has changed since',
    engineVersion === given.engineVersion
      ? `engine: ${engineVersion}`
      : `engine: ${engineVersion}, the packet was made by ${given.engineVersion}`,
    isSame ? 'determination: byte-equal' : 'determination: differs',
  ];
  process.stdout.write(`${notes.join('\n')}\n`);
  if (!isSame) process.exitCode = 1;
});
