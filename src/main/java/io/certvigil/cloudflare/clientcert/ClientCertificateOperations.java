package io.certvigil.cloudflare.clientcert;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.ApiExchange;
import io.certvigil.cloudflare.http.ApiMeters;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.CredentialSession;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * The API's operations on client certificates, for a person at a command line: the only class that
 * changes anything at Cloudflare. What changes something is sent once at most; where its answer is
 * lost, what became of it is looked up. Blocks its caller; an interrupt ends it promptly.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/client_certificates/">Client
 *     certificates</a>
 */
public final class ClientCertificateOperations implements AutoCloseable {
  private static final int PASSES = 3;
  private static final String NO_OWNER = "";
  private static final String REQUEST_TIMEOUT = "408";

  /** Before each look for what became of a lost request, which may still be carried out. */
  private static final List<Duration> VERIFICATION_DELAYS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10));

  private static final Duration FIRST_POLL = Duration.ofSeconds(2);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(15);

  private final Map<String, CredentialSession> sessions;
  private final ApiExchange exchange;
  private final ApiClient api;
  private final ApiMeters meters = ApiMeters.noOp();
  private final ClientCertificateWriter writer;
  private final Ticker ticker;

  /**
   * Asks nothing yet.
   *
   * @param version of ours, for the {@code User-Agent}
   */
  public ClientCertificateOperations(
      CloudflareSettings settings, String version, InstantSource clock, Ticker ticker) {
    this.ticker = ticker;
    sessions = CredentialSession.all(settings, ticker);
    exchange =
        new ApiExchange(settings, version, new ResponseReader(new RemoteClock(clock, _ -> {})));
    api = new ApiClient(exchange, meters, ticker, ApiClient::jitter);
    writer = new ClientCertificateWriter(api);
  }

  /** The zones of this name that a credential can see: none, one, or one in each account. */
  public FindResult<Zone> zonesNamed(String credential, String name) throws InterruptedException {
    return FindResult.of(
        new Pager<>(api, session(credential), Zones.named(name), NO_OWNER).read(PASSES));
  }

  /** The zone with this id; a fault where the credential cannot see it. */
  public FindResult<Zone> zone(String credential, String id) throws InterruptedException {
    return FindResult.of(api.get(session(credential), Zones.ONE, Zones.ONE.path(id)));
  }

  /** Every client certificate of a zone, revoked ones too. */
  public FindResult<ClientCertificate> list(String credential, String zoneId)
      throws InterruptedException {
    var listing = ClientCertificate.LISTING;
    return FindResult.of(new Pager<>(api, session(credential), listing, zoneId).read(PASSES));
  }

  /** One of them. */
  public LookupResult get(String credential, String zoneId, String id) throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return lookupResult(api.get(session(credential), ClientCertificate.ONE, path));
  }

  /**
   * Has a certificate issued for so many days. Where its answer is lost, it is looked for by its
   * key, for some 15 seconds. A key that was there before may have a certificate already, so the
   * list is read first; where that fails nothing is sent.
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
        () -> findIssued(credential, zoneId, request, known));
  }

  private ChangeVerification findIssued(
      String credential, String zoneId, SigningRequest request, Set<String> known)
      throws InterruptedException {
    var found = list(credential, zoneId);
    return found.items().stream()
        .filter(one -> !known.contains(one.id()) && one.isFor(request))
        .<ChangeVerification>map(ChangeVerification.Applied::new)
        .findFirst()
        .orElseGet(
            () ->
                found.fault() == null
                    ? new ChangeVerification.NotApplied()
                    : new ChangeVerification.Unverifiable(found.fault()));
  }

  /** Asks that one which is pending revocation becomes active again, which takes its time. */
  public WriteResult reactivate(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REACTIVATION, ClientCertificate.ACTIVE);
    return writeResult(
        writer.reactivate(session(credential), zoneId, id),
        () -> verifyStatus(credential, zoneId, id, shows::contains));
  }

  /** Asks that one be revoked, which takes its time. */
  public WriteResult revoke(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REVOCATION, ClientCertificate.REVOKED);
    return writeResult(
        writer.revoke(session(credential), zoneId, id),
        () -> verifyStatus(credential, zoneId, id, shows::contains));
  }

  private ChangeVerification verifyStatus(
      String credential, String zoneId, String id, Predicate<String> shows)
      throws InterruptedException {
    return switch (get(credential, zoneId, id)) {
      case LookupResult.Visible(var one) ->
          shows.test(one.status())
              ? new ChangeVerification.Applied(one)
              : new ChangeVerification.NotApplied();
      case LookupResult.Unreadable(var fault) -> new ChangeVerification.Unverifiable(fault);
    };
  }

  /** What one look showed of a request whose answer was lost. */
  private sealed interface ChangeVerification {
    record Applied(ClientCertificate certificate) implements ChangeVerification {}

    record NotApplied() implements ChangeVerification {}

    record Unverifiable(Fault fault) implements ChangeVerification {}
  }

  /** Looks once. */
  private interface ChangeVerifier {
    ChangeVerification check() throws InterruptedException;
  }

  private WriteResult writeResult(RequestResult<ClientCertificate> attempt, ChangeVerifier look)
      throws InterruptedException {
    return switch (attempt.answer()) {
      case PageResult.Page<ClientCertificate> page -> new WriteResult.Done(page.items().getFirst());
      case PageResult.Failed<ClientCertificate>(var fault) ->
          attempt.mayHaveReached() && !confirmsNoChange(fault.reason(), attempt.code())
              ? verifyLostRequest(fault, look)
              : new WriteResult.Refused(fault);
    };
  }

  /** Whether this answer says that nothing was changed. */
  private static boolean confirmsNoChange(FaultReason reason, String code) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, RATE_LIMITED -> true;
      case HTTP_4XX -> !code.equals(REQUEST_TIMEOUT);
      case HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  private WriteResult verifyLostRequest(Fault lost, ChangeVerifier look)
      throws InterruptedException {
    WriteResult last = new WriteResult.NotDone(lost);
    for (var pause : VERIFICATION_DELAYS) {
      ticker.sleep(pause);
      switch (look.check()) {
        case ChangeVerification.Applied(var certificate) -> {
          return new WriteResult.Recovered(certificate, lost);
        }
        case ChangeVerification.NotApplied _ -> last = new WriteResult.NotDone(lost);
        case ChangeVerification.Unverifiable(var fault) ->
            last = new WriteResult.Unknown(lost, fault);
      }
    }
    return last;
  }

  /**
   * Looks again and again until a certificate has this status, is revoked for good, or the patience
   * ends; what cannot be read is asked for again, unless asking is pointless.
   *
   * @return the last look
   */
  public LookupResult awaitStatus(
      String credential, String zoneId, String id, String status, Duration patience)
      throws InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    var pause = FIRST_POLL;
    while (true) {
      var look = readOnce(credential, zoneId, id);
      var left = Duration.ofNanos(end - ticker.nanos());
      if (isFinal(look, status) || !left.isPositive()) {
        return look;
      }
      ticker.sleep(pause.compareTo(left) < 0 ? pause : left);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
    }
  }

  /** Once: whoever follows looks again anyway. */
  private LookupResult readOnce(String credential, String zoneId, String id)
      throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return lookupResult(
        api.sendOnce(session(credential), ClientCertificate.ONE, path, HttpGet::new).answer());
  }

  private static boolean isFinal(LookupResult look, String status) {
    return switch (look) {
      case LookupResult.Visible(var one) ->
          one.status().equals(status) || one.status().equals(ClientCertificate.REVOKED);
      case LookupResult.Unreadable(var fault) -> isPermanent(fault.reason());
    };
  }

  private static boolean isPermanent(FaultReason reason) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX -> true;
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
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

  /** Ends what is under way. */
  @Override
  public void close() {
    exchange.close();
    meters.close();
  }
}
