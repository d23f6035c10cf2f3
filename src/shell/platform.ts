/**
 * What the core is given of this browser: the constructors and calls that a terminal has others for. Each is looked up
 * when it is used, for a browser may lack one.
 */
export const network = {
  socket: (url: URL, protocols: string[]): WebSocket => new WebSocket(url, protocols),
  fetch: (url: URL, init: RequestInit): Promise<Response> => fetch(url, init),
};

export const makeConnection = (config: RTCConfiguration): RTCPeerConnection => new RTCPeerConnection(config);
