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
 * Sends requests within the request budget. Reads are retried if that may help, also after a
 * refused secret whose file has changed; changing requests are sent once. This is the only class
 * that retries.
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
  private final PageSizes pageSizes = new PageSizes();

  /**
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

  /**
   * Requests the first page of a list, in the largest pages that it accepts: a page size that is
   * refused is followed by the next smaller documented one, and the first that is accepted is used
   * from then on.
   */
  public <T> FirstPage<T> firstPage(
      CredentialSession session, ListEndpoint<T> listing, String owner)
      throws InterruptedException {
    int size = pageSizes.of(listing, owner);
    while (true) {
      var answer = get(session, listing, listing.page(owner, 1, size));
      int smaller = PageSizes.afterRefusal(answer, size);
      if (smaller == 0) {
        if (answer instanceof PageResult.Page<T>) {
          pageSizes.accept(listing, owner, size);
        }
        return new FirstPage<>(answer, size);
      }
      size = smaller;
    }
  }

  /** Requests one page of a list. Sends at most three requests. */
  public <T> PageResult<T> get(CredentialSession session, ListEndpoint<T> listing, String path)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var turn = session.limiter().acquire();
      meters.waited(turn.waited());
      var refusal = turn.refusal();
      if (refusal != null) {
        return new PageResult.Failed<>(refusal);
      }
      var answer = sendAndMeasure(session, listing, path, HttpGet::new).answer();
      if (!(answer instanceof PageResult.Failed<T>(var fault))
          || attempt == MAX_ATTEMPTS
          || !isRetryable(session, fault.reason())) {
        return answer;
      }
      meters.retry(listing.template(), fault.reason());
      if (fault.reason()
          != FaultReason.RATE_LIMITED) { // the limiter waits until that pause is over
        ticker.sleep(backoff(attempt));
      }
    }
  }

  /**
   * Sends one request, without retries.
   *
   * @param kind creates the request from its URI
   */
  public <T> RequestResult<T> sendOnce(
      CredentialSession session,
      ListEndpoint<T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    var turn = session.limiter().acquire();
    meters.waited(turn.waited());
    var refusal = turn.refusal();
    return refusal == null
        ? sendAndMeasure(session, listing, path, kind)
        : new RequestResult<>(
            new PageResult.Failed<>(refusal), refusal.reason().word(), null, false);
  }

  private <T> RequestResult<T> sendAndMeasure(
      CredentialSession session,
      ListEndpoint<T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    long start = ticker.nanos();
    var attempt = exchange.send(session, listing, path, kind);
    var took = Duration.ofNanos(ticker.nanos() - start);
    meters.request(listing.template(), attempt.code(), took);
    log.atDebug()
        .addKeyValue("path", path)
        .addKeyValue("code", attempt.code())
        .addKeyValue("took", took)
        .log("request sent");
    var pause = attempt.pause();
    if (pause != null && attempt.answer() instanceof PageResult.Failed<T>(var fault)) {
      pause(session, pause, fault);
    }
    return attempt;
  }

  private static void pause(CredentialSession session, Duration pause, Fault fault) {
    if (session.limiter().pause(pause, fault)) {
      log.atWarn()
          .addKeyValue("credential", session.name())
          .addKeyValue("pause", pause)
          .addKeyValue("fault", fault)
          .log("rate limited by Cloudflare; credential paused");
    }
  }

  private static boolean isRetryable(CredentialSession session, FaultReason reason) {
    return switch (reason) {
      case HTTP_5XX, NETWORK, TIMEOUT -> true;
      case RATE_LIMITED -> session.limiter().paused().compareTo(Limiter.MAX_WAIT) <= 0;
      case UNAUTHORIZED, FORBIDDEN -> session.reread();
      case HTTP_4XX, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  /** 1 s, then 4 s, each reduced by a random part of up to half. */
  private Duration backoff(int attempt) {
    double seconds = FIRST_BACKOFF.toSeconds() * Math.pow(BACKOFF_FACTOR, attempt - 1);
    return Duration.ofNanos((long) (seconds * (1 - random.getAsDouble() / 2) * 1e9));
  }
}
