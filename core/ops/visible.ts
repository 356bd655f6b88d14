/** Which parameters of a node are in force, so that the inspector shows no field without effect. */
import type { ParamField, ParamRecord } from './operator';

/** The fields that have a meaning under these parameters, in their order. */
export function visibleFields(fields: readonly ParamField[], params: ParamRecord): readonly ParamField[] {
  return fields.filter(({ visibleWhen }) => {
    if (!visibleWhen) return true;
    const value = params[visibleWhen.name];
    return value !== undefined && visibleWhen.is.includes(value);
  });
}
