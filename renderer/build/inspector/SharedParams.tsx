/** The parameters that several layers have in common. */
import type { GraphNode, ParamValue } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { parseParams } from '../../../core/ops/checked-params';
import { type ParamField, visibleFields } from '../../../core/ops/fields';
import { operatorFor } from '../../../core/ops/registry';
import { SectionHead } from '../../ui';
import { ParamControl } from '../../ui/ParamControl';
import { changeParams } from '../editor/actions';

export interface SharedParam {
  field: ParamField;
  /** Undefined if they differ. */
  value: ParamValue | undefined;
}

/** Parameters that all layers show, with the same control and the same options. */
export function sharedParams(nodes: readonly GraphNode[]): SharedParam[] {
  const shown = nodes.map(fieldsOf);
  const [first = new Map<string, SharedParam>(), ...others] = shown;
  return [...first.values()].flatMap(({ field, value }) => {
    const same = others.map((fields) => fields.get(field.name));
    if (!same.every((other) => other && controlOf(other.field) === controlOf(field))) return [];
    const differs = same.some((other) => JSON.stringify(other?.value) !== JSON.stringify(value));
    return [{ field, value: differs ? undefined : value }];
  });
}

const controlOf = ({ control, options }: ParamField) => [control, ...(options ?? [])].join();

function fieldsOf({ type, params }: GraphNode): Map<string, SharedParam> {
  const operator = operatorFor(type);
  const parsed = operator && parseParams(operator, params);
  const values = parsed?.ok ? parsed.params : params;
  const fields = visibleFields(operator?.fields ?? [], values);
  return new Map(fields.map((field) => [field.name, { field, value: values[field.name] }]));
}

/** A change applies to all of the layers, in one step. */
export function SharedParams({ nodes }: { nodes: readonly GraphNode[] }) {
  const shared = sharedParams(nodes);
  if (nodes.length < 2 || shared.length === 0) return null;
  const ids = nodes.map(({ id }) => id);
  return (
    <>
      <SectionHead>{t('build.inspector.shared')}</SectionHead>
      {shared.map(({ field, value }) => (
        <ParamControl
          key={`${ids.join()} ${field.name}`}
          place="shared"
          field={field}
          value={value}
          mixed={value === undefined}
          onChange={(next) => changeParams(ids, { [field.name]: next })}
        />
      ))}
    </>
  );
}
