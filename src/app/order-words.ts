import type { OrderContext } from '../ehr/order-context.ts';

type NoOrder = Extract<OrderContext, { readonly status: 'none' }>['because'];

/** The texts about the order that the form is for. */
export const orderWords = {
  label: 'Order',
  /** Why no order counts; also the reason why the therapy is asked for. */
  none: {
    unsigned:
      'The EHR does not give out the order that it launched this page for; before it is signed that is as usual.',
    unread: 'The orders could not be read in full.',
    'mapping-only': 'Only the mapping study is ordered; the treatment itself is not.',
    'not-found': 'No recent order for a liver-directed therapy was found.',
  } satisfies Readonly<Record<NoOrder, string>>,
  noneMeant: 'No order of the record is the one that is meant.',
  enter: 'What you answer as the requested therapy is marked as entered by you.',
  entered: 'The request is entered by you.',
  confirm: 'Is this the order?',
  choose: 'Which order is meant?',
  byWords: 'Known by its words only.',
  unspecified: 'Its code names no agent.',
  yes: 'Yes, this order',
  no: 'None of these',
  another: 'It is another one',
  chosen: 'chosen by you',
  ofDraft: 'the one that the draft is about',
  takeBack: 'Choose again',
  unsigned: 'not signed yet',
  launched: 'named by the launch',
  status: (status: string) => `its status is “${status}”`,
  noDate: 'no date',
  mapping: 'Mapping study ordered beside it:',
  mappingToo: 'a mapping study is ordered beside it',
  above: 'You have said which order is meant, above.',
  missing: 'Say which order is meant, or that none is.',
} as const;
