import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { deployment } from '../catalogue/ehr-profiles.ts';
import { App } from './App.tsx';
import { stopPage } from './ending.ts';
import { warnBeforeLeaving } from './leaving.ts';
import { createStage } from './stage.ts';
import { launched, readOnto } from './start.ts';
import { StageContext } from './use-stage.ts';
import { watchUse } from './watching.ts';
import './styles/layers.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/leaving.css';
import './styles/chart-text.css';
import './styles/cards.css';
import './styles/form.css';
import './styles/hand-over.css';
import './styles/print.css';

z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks the #root element');
const stage = createStage();
createRoot(root).render(
  <StageContext value={stage}>
    <App />
  </StageContext>,
);

warnBeforeLeaving(window, stage);
watchUse(window, stage, deployment.idleMinutes);
// A return from a login needs it in a moment: it comes while the EHR is still answering.
if (location.search !== '') void import('./ReviewScreen.tsx');

launched(stage)
  .then((launch) => launch && readOnto(stage, launch.ehr))
  .catch(() => stopPage(stage, 'broken'));
