package io.certvigil.app;

import static org.awaitility.Awaitility.await;

import io.certvigil.demo.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An nginx process that serves one page from two files, plain and compressed. */
final class NginxServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

  private final int port;
  private final Process process;

  /** Whether the program is installed. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Serves both at {@code /metrics}; the second one if the client accepts gzip. */
  NginxServer(Path folder, byte[] plain, byte[] gzip) throws IOException {
    port = FreePort.any();
    Files.write(folder.resolve("metrics"), plain);
    Files.write(folder.resolve("metrics.gz"), gzip);
    var config = Files.writeString(folder.resolve("nginx.conf"), config(folder));
    process =
        new ProcessBuilder(PROGRAM.toString(), "-e", "stderr", "-c", config.toString())
            .inheritIO()
            .start();
    await().atMost(Duration.ofSeconds(20)).until(this::listens);
  }

  private String config(Path folder) {
    return """
    daemon off;
    user root;
    pid %1$s/nginx.pid;
    worker_processes auto;
    events {}
    http {
      access_log off;
      sendfile on;
      default_type text/plain;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server { listen 127.0.0.1:%2$d; root %1$s; gzip_static on; }
    }
    """
        .formatted(folder, port);
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/metrics");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
