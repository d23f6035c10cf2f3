/**
 * The constructors and calls of this browser that the core gets; a terminal passes others. Each is looked up when it is
 * used, because a browser may lack one.
 */
export const network = {
  socket: (url: URL, protocols: string[]): WebSocket => new WebSocket(url, protocols),
  fetch: (url: URL, init: RequestInit): Promise<Response> => fetch(url, init),
};

export const makeConnection = (config: RTCConfiguration): RTCPeerConnection => new RTCPeerConnection(config);
