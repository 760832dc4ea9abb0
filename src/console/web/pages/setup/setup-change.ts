import type { Body, EndpointName } from '../../../contract.ts';
import { keyOf, queryClient, useChange } from '../../api/queries.ts';

type SetupWrite = Extract<EndpointName, `POST /api/setup/${string}`>;

/** One step. Its answer says how all steps stand: after the last one nobody may be there to be asked again. */
export function useSetupChange<N extends SetupWrite>(name: N) {
  const { mutate, isPending, error } = useChange(name);
  return {
    isPending,
    error,
    mutate: (body: Body<N>) =>
      mutate({ body }, { onSuccess: (setup) => void queryClient.setQueryData(keyOf('GET /api/setup'), setup) }),
  };
}
