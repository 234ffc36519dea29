import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks the #root element');
createRoot(root).render(
  <p>Open Hepauth from a patient’s chart: it reads nothing until the EHR launches it.</p>,
);
