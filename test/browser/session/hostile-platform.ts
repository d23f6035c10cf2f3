/** Doubles of a browser's APIs that are there and do not work: they throw, reject, or never answer. */

export type Misery = 'throws' | 'rejects' | 'never answers';
export const MISERIES: readonly Misery[] = ['throws', 'rejects', 'never answers'];

export interface Double {
  readonly name: string;
  /** All of them, if not told. */
  readonly miseries?: readonly Misery[];
  /** Takes the place of the real one until `undo`. */
  install(misery: Misery): void;
}

const undos: Array<() => void> = [];

export function undoAll(): void {
  for (const undo of undos.splice(0).toReversed()) undo();
}

function define(target: object, name: string, descriptor: PropertyDescriptor): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  undos.push(
    () =>
      void (before === undefined ? Reflect.deleteProperty(target, name) : Object.defineProperty(target, name, before)),
  );
}

const refusal = (): DOMException => new DOMException('a double', 'SecurityError');

/** What a function of promises does. */
function behave(misery: Misery): Promise<never> {
  if (misery === 'throws') throw refusal();
  return misery === 'rejects' ? Promise.reject(refusal()) : new Promise(() => {});
}

const method = (name: string, target: () => object, key: string): Double => ({
  name,
  install: (misery) => define(target(), key, { writable: true, value: () => behave(misery) }),
});

/** A property that throws when it is looked at. The other miseries are its methods'. */
const getter = (name: string, target: object, key: string): Double => ({
  name,
  miseries: ['throws'],
  install: () =>
    define(target, key, {
      get: () => {
        throw refusal();
      },
    }),
});

/** A request of IndexedDB that fails in a moment, or never. */
function request(misery: Misery): IDBRequest {
  if (misery === 'throws') throw refusal();
  const double = new EventTarget();
  Object.setPrototypeOf(double, IDBOpenDBRequest.prototype);
  Object.defineProperties(double, {
    error: { value: refusal() },
    result: { value: undefined },
    transaction: { value: null },
  });
  if (misery === 'rejects') setTimeout(() => double.dispatchEvent(new Event('error')));
  return double as IDBRequest;
}

const database = (
  name: string,
  target: object,
  key: string,
  isMeant: (value: unknown) => boolean = () => true,
): Double => ({
  name,
  install: (misery) => {
    const real = (target as Record<string, (...args: unknown[]) => unknown>)[key]!;
    define(target, key, {
      writable: true,
      value(this: unknown, ...args: unknown[]) {
        return isMeant(args[0]) ? request(misery) : real.apply(this, args);
      },
    });
  },
});

/** Every dedicated worker runs these words first. */
export function inWorkers(words: string): void {
  const Real = Worker;
  const policy = window.trustedTypes?.createPolicy(`double-${crypto.randomUUID()}`, {
    createScriptURL: (url: string) => url,
  });
  class Doubled extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      // Messages that come while the script is loaded are kept for it.
      const code = `const early = []; const keep = (event) => { early.push(event); event.stopImmediatePropagation(); };
        self.addEventListener('message', keep);
        const misery = (kind) => { if (kind === 'throws') throw new DOMException('a double', 'SecurityError');
          return kind === 'rejects' ? Promise.reject(new DOMException('a double', 'SecurityError')) : new Promise(() => {}); };
        ${words};
        await import(${JSON.stringify(new URL(url, location.href).href)});
        self.removeEventListener('message', keep);
        for (const { data } of early) self.dispatchEvent(new MessageEvent('message', { data }));`;
      const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      super((policy?.createScriptURL(blob) ?? blob) as string, options);
    }
  }
  define(window, 'Worker', { writable: true, value: Doubled });
}

const inWorker = (name: string, where: string): Double => ({
  name,
  install: (misery) => inWorkers(`${where} = () => misery(${JSON.stringify(misery)})`),
});

const hasKey = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).some((each) => each instanceof CryptoKey);

export const DOUBLES: readonly Double[] = [
  method('navigator.locks.request', () => navigator.locks, 'request'),
  method('navigator.locks.query', () => navigator.locks, 'query'),
  {
    name: 'all of navigator.locks',
    install: (misery) => {
      define(navigator.locks, 'request', { writable: true, value: () => behave(misery) });
      define(navigator.locks, 'query', { writable: true, value: () => behave(misery) });
    },
  },
  getter('the getter of navigator.locks', navigator, 'locks'),
  database('indexedDB.open', IDBFactory.prototype, 'open'),
  getter('the getter of indexedDB', window, 'indexedDB'),
  database('writing to IndexedDB', IDBObjectStore.prototype, 'put'),
  database('reading from IndexedDB', IDBObjectStore.prototype, 'get'),
  database('keeping a CryptoKey in IndexedDB', IDBObjectStore.prototype, 'put', hasKey),
  method('navigator.storage.getDirectory', () => navigator.storage, 'getDirectory'),
  inWorker('getDirectory in the worker', 'navigator.storage.getDirectory'),
  inWorker('sync access handles', 'FileSystemFileHandle.prototype.createSyncAccessHandle'),
  {
    name: 'a worker without sync access handles',
    miseries: ['throws'],
    install: () => inWorkers('delete FileSystemFileHandle.prototype.createSyncAccessHandle'),
  },
  {
    name: 'Worker',
    install: (misery) =>
      define(window, 'Worker', {
        writable: true,
        value: class extends EventTarget {
          constructor() {
            super();
            if (misery === 'throws') throw refusal();
            if (misery === 'rejects') setTimeout(() => this.fail());
          }
          onerror: (() => void) | null = null;
          fail(): void {
            this.onerror?.();
            this.dispatchEvent(new Event('error'));
          }
          postMessage(): void {}
          terminate(): void {}
        },
      }),
  },
  method('navigator.storage.estimate', () => navigator.storage, 'estimate'),
  method('navigator.storage.persist', () => navigator.storage, 'persist'),
  method('CacheStorage', () => caches, 'open'),
  method('serviceWorker.register', () => navigator.serviceWorker, 'register'),
  getter('the getter of navigator.serviceWorker', navigator, 'serviceWorker'),
  getter('localStorage', window, 'localStorage'),
  getter('sessionStorage', window, 'sessionStorage'),
];
