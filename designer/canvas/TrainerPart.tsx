// The trainer's room on an open flow: hands it the draft's saving, its problems, and the way to publish.
import type { OpenFlow } from './open-flow.ts';
import { useMe } from '../api/auth.ts';
import { TrainerRoom } from '../trainer/TrainerRoom.tsx';
import { SaveStatus } from './SaveStatus.tsx';
import { useView, useViewStore } from './view-store.ts';

export function TrainerPart({ open }: { readonly open: OpenFlow }) {
  const view = useViewStore();
  const role = useMe().data?.user.role;
  const errors = useView((state) => state.problems.filter((problem) => problem.severity === 'error').length);
  return (
    <TrainerRoom
      flowId={open.id}
      saveStatus={<SaveStatus autosave={open.autosave} />}
      flush={async () => (await open.autosave.flush()).kind === 'saved'}
      mayWrite={role === 'admin' || role === 'designer'}
      errors={errors}
      onPublish={() => view.setState({ dialog: { kind: 'publish' } })}
    />
  );
}
