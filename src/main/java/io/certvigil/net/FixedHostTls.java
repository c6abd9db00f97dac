package io.certvigil.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Creates the TLS sockets of a library that derives the host from the address that it is connected
 * to: behind a proxy that is the proxy, but the certificate must be that of the host.
 */
final class FixedHostTls extends SSLSocketFactory {
  private final OutboundTls tls;
  private final String host;
  private final int port;

  FixedHostTls(OutboundTls tls, String host, int port) {
    this.tls = tls;
    this.host = host;
    this.port = port;
  }

  @Override
  public Socket createSocket(Socket wire, String ignoredHost, int ignoredPort, boolean autoClose)
      throws IOException {
    return tls.prepare(wire, host, port);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.factory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.factory().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String otherHost, int otherPort) throws IOException {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(String otherHost, int otherPort, InetAddress local, int localPort)
      throws IOException {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(InetAddress address, int otherPort) throws IOException {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(InetAddress address, int otherPort, InetAddress local, int localPort)
      throws IOException {
    throw onlyLayered();
  }

  private static SocketException onlyLayered() {
    return new SocketException("connections are made by the connector only");
  }
}
