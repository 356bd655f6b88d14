/** The MLflow server that runs are logged to. */
import { z } from 'zod';
import { LONGEST_PATH } from '../basics/limits';
import { type Message, message } from '../messages';

/** `token` and the like are credentials as well. */
const SECRET = /^[a-z+]+:\/\/[^/?#]*@|[?#]/i;
const url = z.url({ protocol: /^https?$/ });

/** Why it cannot be kept as the address of a server; undefined if it can. */
export function mlflowAddressProblem(address: string): Message | undefined {
  if (SECRET.test(address)) return message('executors.mlflow.credentials');
  if (/^https?:\/\//.test(address) && url.safeParse(address).success) return undefined;
  return message('executors.mlflow.address', { received: address });
}

/** Empty: none. */
export const mlflowAddressSchema = z
  .string()
  .max(LONGEST_PATH)
  .refine((address) => address === '' || mlflowAddressProblem(address) === undefined);

export const mlflowStatusSchema = z.object({
  /** MLFLOW_TRACKING_URI, which takes precedence, without credentials; null if it is not set. */
  environment: z.string().nullable(),
});
