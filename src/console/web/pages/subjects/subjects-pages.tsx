import { usePlace } from '../../state/router.ts';
import { SubjectListPage } from './list-page.tsx';
import { SubjectPage } from './subject-page.tsx';

/** `/subjects?…` the list; `/subjects/<id>` one subject. */
export function SubjectsPages() {
  const { segments } = usePlace();
  const id = segments[1];
  return id === undefined ? <SubjectListPage /> : <SubjectPage key={id} id={id} />;
}
