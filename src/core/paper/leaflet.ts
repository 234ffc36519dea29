import { heading, type Paper, paragraph } from './paper.ts';

const askYourTeam =
  'Ask your care team about anything that is not clear. This sheet does not replace what they tell you.';

/**
 * Radioembolization in plain words, for the patient. General information: nothing of the chart is in it.
 *
 * Facts: Interventional Initiative, patient page on TARE, 2016. The wording is ours.
 */
export const tareLeaflet: Paper = {
  title: 'Your treatment with radioactive beads (TARE)',
  patient: '',
  blocks: [
    paragraph(
      'TARE treats tumors in the liver. It is not surgery. A doctor puts tiny beads into the blood vessels that feed the tumor. The beads give off radiation and harm the tumor from close by. The rest of the liver gets much less.',
    ),
    heading('You will come twice'),
    paragraph(
      'First visit: a test run. The doctor makes a map of the blood vessels in your liver. Test beads show if any would go to the lungs or other places. No treatment is given yet.',
    ),
    paragraph(
      'Second visit: the treatment. The doctor guides a thin tube to the vessels that feed the tumor and lets the beads in. At the end you get a small bandage.',
    ),
    heading('After the treatment'),
    paragraph(
      'You rest in a recovery room. You get medicine for pain or an upset stomach if you need it. Most people go home the same day. Some stay for one night.',
    ),
    heading('For one week after'),
    {
      is: 'list',
      items: [
        'Keep some space from children, from pregnant women and from pets.',
        'Do not sit next to someone on a bus, train or plane for more than two hours.',
      ],
    },
    heading('How you may feel'),
    paragraph(
      'You may have belly pain, a fever, an upset stomach, or feel very tired. A little bleeding can happen. Serious harm is rare. It can be harm to the liver, an infection in the liver, harm to the gallbladder, stomach or lungs, or to a blood vessel.',
    ),
    heading('Call your team right away if'),
    {
      is: 'list',
      items: [
        'your temperature is 100.4 °F (38 °C) or more',
        'pain or throwing up does not get better',
        'it is hard to breathe',
        'an arm or a leg swells',
        'your skin turns red',
        'the spot where the tube went in bleeds',
      ],
    },
    heading('What comes next'),
    paragraph(
      'In a few months you get a new scan. It shows how well the beads worked. Then you and your doctor talk about the next step.',
    ),
    heading('Other ways to treat it'),
    paragraph(
      'You can choose no treatment; then the tumor may keep growing. You can have beads with cancer medicine (TACE), which works about as well. A tumor can be heated or frozen if it is small and in a safe place. Some people can have surgery.',
    ),
    paragraph(askYourTeam),
  ],
};

/**
 * Chemoembolization in plain words, for the patient.
 *
 * Facts: ImageCare Radiology, page on chemoembolization. The wording is ours.
 */
export const taceLeaflet: Paper = {
  title: 'Your treatment with cancer medicine in the liver (TACE)',
  patient: '',
  blocks: [
    paragraph(
      'TACE treats tumors in the liver. It is not surgery. A doctor brings a strong cancer medicine right to the tumor. Then the small blood vessels that feed the tumor are blocked. The medicine stays in the liver, so the rest of your body gets less of it.',
    ),
    heading('What happens'),
    paragraph(
      'You get medicine to relax. The skin is made numb where a thin tube goes in. X-ray pictures help the doctor guide the tube to the tumor. The medicine goes in first, then tiny beads or plugs. More pictures show that the whole tumor was reached. All this takes about 90 minutes.',
    ),
    heading('After the treatment'),
    paragraph(
      'Most people go home the same day. Some hospitals keep you for one or two nights. Ask what is planned for you.',
    ),
    heading('How you may feel'),
    paragraph(
      'For a few days you may have a fever, pain, or an upset stomach, and feel tired. Your team will give you medicine for it.',
    ),
    heading('Call your team right away if'),
    {
      is: 'list',
      items: [
        'your temperature is 100.4 °F (38 °C) or more',
        'pain or throwing up does not get better',
        'it is hard to breathe',
        'the spot where the tube went in bleeds',
      ],
    },
    heading('Why it is done'),
    paragraph(
      'It can shrink the tumor and ease what it does to you. For some people it fills the time until a new liver is found. For some it makes the tumor small enough for surgery. You may need it more than once.',
    ),
    paragraph(askYourTeam),
  ],
};
