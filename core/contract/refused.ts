/** How a call is refused: an ORPCError with this code, and a message as data. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { messageSchema } from '../messages';
import { remedySchema } from './remedy';

export const REFUSED = 'REFUSED';

export const refusedSchema = z.object({ said: messageSchema.optional(), remedy: remedySchema.optional() });

export const call = oc.errors({ [REFUSED]: { data: refusedSchema.optional() } });
