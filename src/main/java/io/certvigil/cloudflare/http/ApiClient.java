package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests within the budget: what only reads again where that may help, everything else
 * once. The only place that retries.
 */
public final class ApiClient {
  private static final Logger log = LoggerFactory.getLogger(ApiClient.class);
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int BACKOFF_FACTOR = 4;

  private final ApiExchange exchange;
  private final ApiMeters meters;
  private final Ticker ticker;
  private final DoubleSupplier random;

  /**
   * A new one.
   *
   * @param random gives the jitter, from 0 to 1
   */
  public ApiClient(ApiExchange exchange, ApiMeters meters, Ticker ticker, DoubleSupplier random) {
    this.exchange = exchange;
    this.meters = meters;
    this.ticker = ticker;
    this.random = random;
  }

  public static double jitter() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** One page of a list, or why there is none. At most three requests. */
  public <W, T> PageResult<T> get(CredentialSession link, ListEndpoint<W, T> listing, String path)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var turn = link.limiter().acquire();
      meters.waited(turn.waited());
      var refusal = turn.refusal();
      if (refusal != null) {
        return new PageResult.Failed<>(refusal);
      }
      var answer = sendAndMeasure(link, listing, path, HttpGet::new).answer();
      if (!(answer instanceof PageResult.Failed<T>(var fault))
          || attempt == MAX_ATTEMPTS
          || !isRetryable(link, fault.reason())) {
        return answer;
      }
      meters.retry(listing.template(), fault.reason());
      if (fault.reason()
          != FaultReason.RATE_LIMITED) { // the limiter waits for the end of that pause
        ticker.sleep(backoff(attempt));
      }
    }
  }

  /**
   * One request, sent once whatever comes of it.
   *
   * @param kind makes it of its URI
   */
  public <W, T> RequestResult<T> sendOnce(
      CredentialSession link,
      ListEndpoint<W, T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    var turn = link.limiter().acquire();
    meters.waited(turn.waited());
    var refusal = turn.refusal();
    return refusal == null
        ? sendAndMeasure(link, listing, path, kind)
        : new RequestResult<>(
            new PageResult.Failed<>(refusal), refusal.reason().word(), null, false);
  }

  private <W, T> RequestResult<T> sendAndMeasure(
      CredentialSession link,
      ListEndpoint<W, T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    long start = ticker.nanos();
    var attempt = exchange.send(link, listing, path, kind);
    var took = Duration.ofNanos(ticker.nanos() - start);
    meters.request(listing.template(), attempt.code(), took);
    log.atDebug()
        .addKeyValue("path", path)
        .addKeyValue("code", attempt.code())
        .addKeyValue("took", took)
        .log("asked");
    var pause = attempt.pause();
    if (pause != null && attempt.answer() instanceof PageResult.Failed<T>(var fault)) {
      pause(link, pause, fault);
    }
    return attempt;
  }

  private static void pause(CredentialSession link, Duration pause, Fault fault) {
    if (link.limiter().pause(pause, fault)) {
      log.atWarn()
          .addKeyValue("credential", link.name())
          .addKeyValue("pause", pause)
          .addKeyValue("fault", fault)
          .log("paused by Cloudflare");
    }
  }

  private static boolean isRetryable(CredentialSession link, FaultReason reason) {
    return switch (reason) {
      case HTTP_5XX, NETWORK, TIMEOUT -> true;
      case RATE_LIMITED -> link.limiter().paused().compareTo(Limiter.MAX_WAIT) <= 0;
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  /** 1 s, then 4 s, less up to half of it. */
  private Duration backoff(int attempt) {
    double seconds = FIRST_BACKOFF.toSeconds() * Math.pow(BACKOFF_FACTOR, attempt - 1);
    return Duration.ofNanos((long) (seconds * (1 - random.getAsDouble() / 2) * 1e9));
  }
}
