import { param } from '../../ops/fields';
import { activationFunction } from '../../ops/shared-params';
import { defineEdit } from './edit';
import { cannot, renamed, restyled, withParams, withSuffix } from './parts';

const hidden = activationFunction.exclude(['softmax', 'linear']);

export const activationEdit = defineEdit({
  kind: 'activation',
  label: 'ablation.edits.activation.label',
  help: 'ablation.edits.activation.help',
  fields: {
    to: param(hidden.default('gelu'), {
      label: 'ablation.edits.activation.to',
      help: 'ablation.edits.activation.toHelp',
    }),
  },
  apply(document, { to }) {
    const isHidden = (name: unknown) => hidden.safeParse(name).success;
    const names = new Map(
      document.nodes
        .filter(({ type, params }) => type === 'Activation' && isHidden(params.function))
        .map(({ id, params }) => [id, withSuffix(id, String(params.function), to)]),
    );
    if (names.size === 0) throw cannot('ablation.edits.activation.none');
    const changed = withParams(document, ({ id }) => (names.has(id) ? { function: to } : undefined));
    return restyled(renamed(changed, names), { activation: to });
  },
});
