/** The MLflow server that runs are logged to. */
import Button from '@mui/material/Button';
import { useId, useState } from 'react';
import { mlflowAddressProblem } from '../../../core/contract/mlflow';
import { t, textOf } from '../../../core/messages';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import { useLogging } from '../../state/logging';
import { Note } from '../../ui';
import { AddressField } from '../../ui/AddressField';
import { AppDialog } from '../../ui/AppDialog';
import { useMlflow } from './mlflow';

interface Said {
  tone: 'muted' | 'warning' | 'bad';
  words: string;
}

async function answer(address: string): Promise<Said> {
  try {
    await client.mlflow.check({ address });
    return { tone: 'muted', words: t('shell.mlflow.answers') };
  } catch (error) {
    return { tone: 'warning', words: t('shell.mlflow.noAnswer', { error: messageOf(error) }) };
  }
}

export function MlflowDialog() {
  const open = useMlflow((state) => state.open);
  return open && <OpenDialog />;
}

function OpenDialog() {
  const { environment, error } = useMlflow();
  const kept = useLogging((state) => state.mlflow);
  const [typed, setTyped] = useState<string>();
  const [said, setSaid] = useState<Said>();
  const id = useId();
  const isFixed = typeof environment === 'string';
  const text = isFixed ? environment : (typed ?? kept);
  const address = text.trim();
  const save = async () => {
    const problem = address === '' ? undefined : mlflowAddressProblem(address);
    if (problem) return setSaid({ tone: 'bad', words: textOf(problem) });
    useLogging.setState({ mlflow: address });
    setTyped(undefined);
    if (address === '') return setSaid({ tone: 'muted', words: t('shell.mlflow.off') });
    setSaid({ tone: 'muted', words: t('shell.mlflow.asking') });
    setSaid(await answer(address));
  };
  return (
    <AppDialog
      title={t('shell.mlflow.title')}
      maxWidth="sm"
      onClose={() => useMlflow.setState({ open: false })}
      action={
        <Button
          type="submit"
          form={id}
          variant="contained"
          disabled={environment === undefined || isFixed || address === kept}
        >
          {t('shell.mlflow.save')}
        </Button>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          if (address !== kept) void save();
        }}
      >
        <AddressField
          id={`${id}-address`}
          label={t('shell.mlflow.address')}
          autoFocus
          value={text}
          placeholder={t('shell.mlflow.placeholder')}
          describedBy={`${id}-said ${id}-about`}
          wrong={said?.tone === 'bad'}
          readOnly={environment === undefined || isFixed}
          onChange={(next) => {
            setTyped(next);
            setSaid(undefined);
          }}
        />
        {error && <Note tone="bad">{error}</Note>}
        <Note
          id={`${id}-said`}
          {...(said && said.tone !== 'bad' && { role: 'status' })}
          tone={said?.tone ?? 'warning'}
          sx={{ mt: '6px' }}
        >
          {isFixed ? t('shell.mlflow.fixed') : said?.words}
        </Note>
      </form>
      <Note id={`${id}-about`} sx={{ mt: 2 }}>
        {t('shell.mlflow.about')}
      </Note>
    </AppDialog>
  );
}
