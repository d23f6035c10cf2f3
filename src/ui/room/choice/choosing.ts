/** What is shown of a share whose files can be chosen: loaded when there is one. */
import { html, nothing } from 'lit';

import type { TakenSession, TakenView } from '../../../session/view/receive.ts';
import './beam-choice.ts';
import type { Choosing } from './beam-choice.ts';
import { amountText } from '../../strings/amount.ts';
import { choiceWords } from '../../strings/choice.ts';
import { words } from '../../strings/words.ts';

/** The list, with a box for each file. */
export function chosenFiles(session: TakenSession, label: string, look: string) {
  const { files, amount, withdrawn, choice } = session.view;
  return html`<beam-choice
    class=${look}
    .files=${files}
    .amount=${amount}
    .choice=${choice}
    .label=${label}
    .withdrawn=${withdrawn}
    .withdrawnHint=${words.withdrawnThere()}
    @beam-choose=${({ detail }: CustomEvent<Choosing>) => session.choose(detail.files, detail.isChosen)}
  ></beam-choice>`;
}

/** What the buttons take, or why they take nothing; they are described by its id. */
export function chosenHint({ choice }: TakenView) {
  if (choice === undefined || choice.isAll) return nothing;
  return html`<p class="quiet figures" id="chosen">${choice.isNone ? choiceWords.one() : amountText(choice.amount)}</p>`;
}
