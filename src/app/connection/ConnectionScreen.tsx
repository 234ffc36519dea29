import { SheetScreen } from '../paper/SheetScreen.tsx';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { connectionWords as words } from './connection-words.ts';

/** The connection details in the review's place, with the way back. */
export function ConnectionScreen() {
  return (
    <SheetScreen title={words.title} note={words.note} opener="#open-connection">
      <ConnectionPanel />
    </SheetScreen>
  );
}
