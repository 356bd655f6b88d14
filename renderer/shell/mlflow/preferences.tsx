/** The MLflow server that runs are logged to. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useId, useState } from 'react';
import { mlflowAddressProblem } from '../../../core/contract/mlflow';
import { t, textOf } from '../../../core/messages';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import { registerPreferences } from '../../preferences/registry';
import { useLogging } from '../../state/logging';
import { Note } from '../../ui';
import { AddressField } from '../../ui/AddressField';
import { readMlflow, useMlflow } from './mlflow';

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

function MlflowControl() {
  const { environment, error } = useMlflow();
  const kept = useLogging((state) => state.mlflow);
  const [typed, setTyped] = useState<string>();
  const [said, setSaid] = useState<Said>();
  const id = useId();
  useEffect(() => void readMlflow(), []);
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
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (address !== kept) void save();
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 2 }}>
        <AddressField
          id={`${id}-address`}
          label={t('shell.mlflow.address')}
          value={text}
          placeholder={t('shell.mlflow.placeholder')}
          describedBy={`${id}-said`}
          wrong={said?.tone === 'bad'}
          readOnly={environment === undefined || isFixed}
          onChange={(next) => {
            setTyped(next);
            setSaid(undefined);
          }}
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={environment === undefined || isFixed || address === kept}
        >
          {t('shell.mlflow.save')}
        </Button>
      </Box>
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
  );
}

registerPreferences('mlflow', [
  {
    id: 'mlflow',
    section: 'connections',
    label: 'shell.mlflow.title',
    help: 'shell.mlflow.about',
    keywords: ['tracking', 'server', 'logging', 'experiment'],
    wide: true,
    Control: MlflowControl,
  },
]);
