package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.model.Secret;
import io.certvigil.net.AddressRange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred password guessers over HTTP, on a server with eight threads. */
@Timeout(120)
class PasswordGuessingTest {
  private static final int GUESSERS = 100;

  private final AtomicBoolean over = new AtomicBoolean();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server(new QueuedThreadPool(8, 8));
  private final PasswordChecks checks = new PasswordChecks();

  @BeforeEach
  void start() throws Exception {
    var salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    var hash = OpenBSDBCrypt.generate("2b", "right".toCharArray(), salt, 8);
    var proxies = List.of(AddressRange.parse("127.0.0.0/8"));
    var access = new WebSettings.Access(Set.of(), proxies, Set.of(), Duration.ofDays(1));
    var users = Map.of("alice", new Secret(hash), "prom", new Secret(hash));
    var settings = new WebSettings("127.0.0.1", 0, null, false, null, users, access);
    var site = new DispatchTable(new AccessControl(settings, checks), UserEndpoints.ALL);
    var connector = new ServerConnector(server, 1, 1);
    connector.setAcceptQueueSize(2 * GUESSERS);
    server.addConnector(connector);
    server.setHandler(new RequestDispatcher(() -> site));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    over.set(true);
    client.shutdownNow();
    server.stop();
  }

  private CompletableFuture<Integer> login(String user, String password, String address) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    var pair =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page"))
            .header("Authorization", "Basic " + pair)
            .header("X-Forwarded-For", address)
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> answer.statusCode());
  }

  /** Guesses again and again, as soon as the last guess is answered. */
  private void guess(int guesser, String address) {
    var _ =
        login("alice", "wrong" + guesser, address)
            .thenRunAsync(
                () -> {
                  if (!over.get()) {
                    guess(guesser, address);
                  }
                });
  }

  /** Neither from one address nor from a hundred. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void guessers_doNotLockOutAUser_whoHasNotLoggedInYet(boolean oneAddress) throws Exception {
    for (int guesser = 0; guesser < GUESSERS; guesser++) {
      guess(guesser, "198.51.100." + (oneAddress ? 1 : guesser));
    }
    await().until(() -> checks.failures() >= (oneAddress ? 3 : GUESSERS));

    assertThat(login("alice", "right", "192.0.2.1").get()).isEqualTo(200);
    assertThat(login("prom", "right", "192.0.2.2").get()).isEqualTo(200);
    assertThat(login("alice", "right", "198.51.100.1").get()).isEqualTo(200); // verified before
  }

  /** More delayed logins than the server has threads. */
  @Test
  void delayedLogins_holdNoThread() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertThat(login("alice", "wrong", "198.51.100.1").get()).isEqualTo(401);
    }
    var delayed = new java.util.ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 20; i++) {
      delayed.add(login("alice", "wrong", "198.51.100.1"));
    }

    assertThat(login("alice", "right", "192.0.2.1").get()).isEqualTo(200);

    assertThat(delayed).noneMatch(CompletableFuture::isDone);
  }
}
