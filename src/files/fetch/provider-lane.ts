/** One lane of one provider, that bytes are taken from: one object for as long as the provider is there. */
import type { Provider } from './provider.ts';

export interface ProviderLane {
  readonly provider: Provider;
  /** 0 is always there. */
  readonly number: number;
}
