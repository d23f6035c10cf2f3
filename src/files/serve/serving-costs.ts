/**
 * What one receiver costs us on its link, over all the shares that it takes there (D8): a share that is stopped and
 * announced again gives it nothing anew.
 */
import { RequestAllowance } from '../../transfer/exchange/request-allowance.ts';
import { Semaphore } from './semaphore.ts';

export class ServingCosts {
  readonly allowance = new RequestAllowance();
  readonly reads = new Semaphore();
}
