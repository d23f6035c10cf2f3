/**
 * Without those that relay (RFC 7065): a lane beside one that found a direct way finds it, too, and an allocation for
 * it would be for nothing.
 */
export function directServers(servers: readonly RTCIceServer[]): RTCIceServer[] {
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => !/^turns?:/i.test(url));
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}
