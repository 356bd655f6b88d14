import { useState } from 'react';
import { t } from '../../../core/messages';
import { capital, fullNoun } from '../../settings/describeField';
import type { ValueField } from '../../settings/field';
import { AddButton } from '../../ui/AddMenu';
import { DialogPopover } from '../../ui/DialogPopover';
import { SearchList } from '../../ui/SearchList';

/** Chooses one of many settings by its name. */
export function AddSetting({
  label,
  fields,
  onChoose,
}: {
  label: string;
  fields: readonly ValueField[];
  onChoose(field: ValueField): void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const items = fields.map((field) => ({ id: field.key, name: capital(fullNoun(field)), field }));
  return (
    <>
      <AddButton label={label} opens="dialog" isOpen={anchor !== null} onOpen={setAnchor} />
      <DialogPopover
        label={label}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        sx={{
          width: 280,
          maxHeight: 'min(360px, calc(100% - 32px))',
          p: 2,
          display: 'flex',
          flexDirection: 'column',
        }}
      >
        <SearchList
          label={t('studies.settings.search')}
          listLabel={label}
          find={(query) =>
            items.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()))
          }
          nameOf={({ name }) => name}
          none={(query) => t('studies.settings.none', { query })}
          onChoose={({ field }) => {
            setAnchor(null);
            onChoose(field);
          }}
        />
      </DialogPopover>
    </>
  );
}
