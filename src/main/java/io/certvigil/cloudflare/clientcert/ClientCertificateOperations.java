package io.certvigil.cloudflare.clientcert;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.ApiExchange;
import io.certvigil.cloudflare.http.ApiMeters;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.cloudflare.http.Pager;
import io.certvigil.cloudflare.http.RemoteClock;
import io.certvigil.cloudflare.http.RequestResult;
import io.certvigil.cloudflare.http.ResponseReader;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.cloudflare.sources.Zones;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Zone;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * The API's operations on client certificates, for the command line. This is the only class that
 * changes anything at Cloudflare. A changing request is sent at most once; if its response is lost,
 * the outcome is verified by reading. Methods block the caller; an interrupt aborts them promptly.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/client_certificates/">Client
 *     certificates</a>
 */
public final class ClientCertificateOperations implements AutoCloseable {
  private static final int PASSES = 3;
  private static final String NO_OWNER = "";
  private static final String REQUEST_TIMEOUT = "408";

  /**
   * The delays before each check of a request whose response was lost and which Cloudflare may
   * still execute.
   */
  private static final List<Duration> VERIFICATION_DELAYS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10));

  private static final Duration FIRST_POLL = Duration.ofSeconds(2);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(15);

  private final Map<String, CredentialSession> sessions;
  private final ApiExchange exchange;
  private final ApiClient api;
  private final ApiMeters meters = new ApiMeters(ApiMeters.noOpRegistry(), List.of());
  private final ClientCertificateWriter writer;
  private final Ticker ticker;

  /**
   * Sends no request yet.
   *
   * @param version of this program, for the {@code User-Agent}
   */
  public ClientCertificateOperations(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Ticker ticker,
      Scrubber scrubber) {
    this.ticker = ticker;
    sessions = CredentialSession.all(settings, ticker, scrubber);
    exchange =
        new ApiExchange(
            settings,
            version,
            new ResponseReader(new RemoteClock(clock, _ -> {})),
            new NameResolver());
    api = new ApiClient(exchange, meters, ticker, ApiClient::jitter);
    writer = new ClientCertificateWriter(api);
  }

  /**
   * The zones with this name that are visible to a credential: none, one, or one in each account.
   */
  public ListResult<Zone> zonesNamed(String credential, String name) throws InterruptedException {
    return new Pager<>(api, session(credential), Zones.named(name), NO_OWNER).read(PASSES);
  }

  /** The zone with this id; a fault if it is not visible to the credential. */
  public ListResult<Zone> zone(String credential, String id) throws InterruptedException {
    return new Pager<>(api, session(credential), Zones.ONE, id).read(1);
  }

  /** All client certificates of a zone, including revoked ones. */
  public ListResult<ClientCertificate> list(String credential, String zoneId)
      throws InterruptedException {
    var listing = ClientCertificate.LISTING;
    return new Pager<>(api, session(credential), listing, zoneId).read(PASSES);
  }

  /** One client certificate. */
  public LookupResult get(String credential, String zoneId, String id) throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return lookupResult(api.get(session(credential), ClientCertificate.ONE, path));
  }

  /**
   * Requests a new certificate with this validity in days. If the response is lost, the new
   * certificate is searched by its key for about 15 seconds. A key that existed before may already
   * have a certificate, so the list is read first in that case; if that fails, nothing is sent.
   */
  public WriteResult create(String credential, String zoneId, SigningRequest request, int days)
      throws InterruptedException {
    var before = request.hasNewKey() ? List.<ClientCertificate>of() : null;
    if (before == null) {
      var found = list(credential, zoneId);
      if (found.fault() != null) {
        return new WriteResult.Refused(found.fault());
      }
      before = found.items();
    }
    var known = before.stream().map(ClientCertificate::id).collect(Collectors.toSet());
    return writeResult(
        writer.create(session(credential), zoneId, request, days),
        lost -> findIssued(credential, zoneId, request, known, lost));
  }

  private WriteResult findIssued(
      String credential, String zoneId, SigningRequest request, Set<String> known, Fault lost)
      throws InterruptedException {
    var found = list(credential, zoneId);
    return found.items().stream()
        .filter(one -> !known.contains(one.id()) && one.isFor(request))
        .<WriteResult>map(one -> new WriteResult.Recovered(one, lost))
        .findFirst()
        .orElseGet(
            () ->
                found.fault() == null
                    ? new WriteResult.NotDone(lost)
                    : new WriteResult.Unknown(lost, found.fault()));
  }

  /**
   * Requests that a certificate pending revocation becomes active again. Cloudflare completes this
   * later.
   */
  public WriteResult reactivate(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REACTIVATION, ClientCertificate.ACTIVE);
    return writeResult(
        writer.reactivate(session(credential), zoneId, id),
        lost -> verifyStatus(credential, zoneId, id, shows, lost));
  }

  /** Requests the revocation of a certificate. Cloudflare completes this later. */
  public WriteResult revoke(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REVOCATION, ClientCertificate.REVOKED);
    return writeResult(
        writer.revoke(session(credential), zoneId, id),
        lost -> verifyStatus(credential, zoneId, id, shows, lost));
  }

  private WriteResult verifyStatus(
      String credential, String zoneId, String id, Set<String> shows, Fault lost)
      throws InterruptedException {
    return switch (get(credential, zoneId, id)) {
      case LookupResult.Visible(var one) ->
          shows.contains(one.status())
              ? new WriteResult.Recovered(one, lost)
              : new WriteResult.NotDone(lost);
      case LookupResult.Unreadable(var fault) -> new WriteResult.Unknown(lost, fault);
    };
  }

  /** Checks once whether a change was applied whose response was lost with this fault. */
  private interface ChangeVerifier {
    WriteResult check(Fault lost) throws InterruptedException;
  }

  private WriteResult writeResult(RequestResult<ClientCertificate> attempt, ChangeVerifier verifier)
      throws InterruptedException {
    return switch (attempt.answer()) {
      case PageResult.Page<ClientCertificate> page -> new WriteResult.Done(page.items().getFirst());
      case PageResult.Failed<ClientCertificate>(var fault) ->
          attempt.mayHaveReached() && !confirmsNoChange(fault.reason(), attempt.code())
              ? verifyLostRequest(fault, verifier)
              : new WriteResult.Refused(fault);
    };
  }

  /** True if this response guarantees that nothing was changed. */
  private static boolean confirmsNoChange(FaultReason reason, String code) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, RATE_LIMITED -> true;
      case HTTP_4XX -> !code.equals(REQUEST_TIMEOUT);
      case HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  private WriteResult verifyLostRequest(Fault lost, ChangeVerifier verifier)
      throws InterruptedException {
    WriteResult last = new WriteResult.NotDone(lost);
    for (var pause : VERIFICATION_DELAYS) {
      ticker.sleep(pause);
      last = verifier.check(lost);
      if (last instanceof WriteResult.Recovered) {
        return last;
      }
    }
    return last;
  }

  /**
   * Polls a certificate until it has this status, is revoked, or the timeout has passed. A failed
   * read is retried unless the error is permanent.
   *
   * @return the result of the last read
   */
  public LookupResult awaitStatus(
      String credential, String zoneId, String id, String status, Duration timeout)
      throws InterruptedException {
    long end = ticker.nanos() + timeout.toNanos();
    var pause = FIRST_POLL;
    while (true) {
      var result = readOnce(credential, zoneId, id);
      var left = Duration.ofNanos(end - ticker.nanos());
      if (isFinal(result, status) || !left.isPositive()) {
        return result;
      }
      ticker.sleep(pause.compareTo(left) < 0 ? pause : left);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
    }
  }

  /** Reads without retries, because the caller polls anyway. */
  private LookupResult readOnce(String credential, String zoneId, String id)
      throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return lookupResult(
        api.sendOnce(session(credential), ClientCertificate.ONE, path, HttpGet::new).answer());
  }

  private static boolean isFinal(LookupResult result, String status) {
    return switch (result) {
      case LookupResult.Visible(var one) ->
          one.status().equals(status) || one.status().equals(ClientCertificate.REVOKED);
      case LookupResult.Unreadable(var fault) -> fault.reason().isRefusal();
    };
  }

  private static LookupResult lookupResult(PageResult<ClientCertificate> answer) {
    return switch (answer) {
      case PageResult.Page<ClientCertificate> page ->
          new LookupResult.Visible(page.items().getFirst());
      case PageResult.Failed<ClientCertificate>(var fault) -> new LookupResult.Unreadable(fault);
    };
  }

  private CredentialSession session(String credential) {
    return CredentialSession.of(sessions, credential);
  }

  /** Aborts all requests in progress. */
  @Override
  public void close() {
    exchange.close();
    meters.close();
  }
}
