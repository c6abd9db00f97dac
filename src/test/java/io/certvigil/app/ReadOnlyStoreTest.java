package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that becomes read-only while the daemon runs; needs root, to mount one. */
class ReadOnlyStoreTest extends DaemonTestBase {

  private HttpResponse<String> ready() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(daemon.app().webUri().resolve("/-/ready")).build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private boolean mount(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(folder.toString());
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  void daemon_isNotReady_andSaysWhatToDo() throws Exception {
    var database = folder.resolve("certvigil.db");
    var settings = new StoreSettings(database, Duration.ofDays(730), Duration.ofDays(90));
    daemon.app().start();
    assertThat(ready().statusCode()).isEqualTo(200);
    assumeTrue(mount("--bind", folder.toString()), "may not mount");
    try {
      assumeTrue(mount("-o", "remount,ro,bind"), "may not mount");

      var answer = ready();

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .startsWith("Certvigil is not ready: " + database + " cannot be written: its file")
          .contains("is read-only", "mount -o remount,rw")
          .doesNotContain("make it and its folder writable");
      assertThatThrownBy(() -> Store.checkCanCreate(settings))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("mount -o remount,rw");

      assertThat(mount("-o", "remount,rw,bind")).isTrue();
      assertThat(ready().statusCode()).isEqualTo(200);
    } finally {
      new ProcessBuilder("umount", "-l", folder.toString()).inheritIO().start().waitFor();
    }
  }
}
