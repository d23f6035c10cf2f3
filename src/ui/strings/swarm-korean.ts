/** Shares that those who take them pass on to each other, in Korean, in 해요체. */
import { str, type StrResult } from '@lit/localize';

import type { swarmWords } from './swarm.ts';

export const swarmTemplates: Record<`swarm.${keyof typeof swarmWords}`, string | StrResult> = {
  'swarm.heading': '서로 나눠 주기',
  'swarm.passOnOne': '여기 있는 1명도 이 파일을 나눠 주고 있어요.',
  'swarm.passOnMany': str`여기 있는 ${0}명이 이 파일을 서로 나눠 주고 있어요.`,
  'swarm.leftAllOne': '보내는 사람이 나갔어요. 여기 있는 1명이 파일을 모두 가지고 있어요.',
  'swarm.leftAllMany': str`보내는 사람이 나갔어요. 여기 있는 ${0}명이 파일을 모두 가지고 있어요.`,
  'swarm.leftPartsOne': '보내는 사람이 나갔어요. 여기 있는 1명이 파일의 일부를 가지고 있어요.',
  'swarm.leftPartsMany': str`보내는 사람이 나갔어요. 여기 있는 ${0}명이 파일을 나눠 가지고 있어요.`,
  'swarm.passedOn': str`지금까지 ${0}를 나눠 줬어요.`,

  'swarm.help': '다른 사람이 받도록 돕기',
  'swarm.helpHint': '이 페이지가 열려 있는 동안 다른 사람이 나에게서도 받을 수 있어요.',
  'swarm.limit': '업로드 속도 제한',
  'swarm.limitHint': '이 브라우저가 보내는 모든 파일에 적용돼요.',
  'swarm.noLimit': '제한 없음',
  'swarm.megabits': str`${0}Mbps`,

  'swarm.gave': str`나는 전체 크기의 ${0}배를 보냈고, 받는 사람끼리 ${1}배를 주고받았어요.`,
  'swarm.onlyYou': '받을 수 있는 사람 수를 정하면 내 파일은 나만 보내요.',
};
