import { usePlace } from '../../state/router.ts';
import { EventPage } from './event-page.tsx';
import { EventListPage } from './list-page.tsx';

/** `/events?…` the list with its filters; `/events/<seq>?…` one event's whole way. */
export function EventsPages() {
  const { segments } = usePlace();
  const seq = Number(segments[1]);
  return Number.isInteger(seq) && seq > 0 ? <EventPage key={seq} seq={seq} /> : <EventListPage />;
}
