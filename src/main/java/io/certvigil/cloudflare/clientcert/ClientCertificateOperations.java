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
  private static final String NOBODY = "";
  private static final String REQUEST_TIMEOUT = "408";

  /** Before each look for what became of a lost request, which may still be carried out. */
  private static final List<Duration> LOOKS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10));

  private static final Duration FIRST_POLL = Duration.ofSeconds(2);
  private static final Duration SLOWEST_POLL = Duration.ofSeconds(15);

  private final Map<String, CredentialSession> links;
  private final ApiExchange exchange;
  private final ApiClient api;
  private final ApiMeters meters = ApiMeters.unseen();
  private final ClientCertificateWriter writing;
  private final Ticker ticker;

  /**
   * Asks nothing yet.
   *
   * @param version of ours, for the {@code User-Agent}
   */
  public ClientCertificateOperations(
      CloudflareSettings settings, String version, InstantSource clock, Ticker ticker) {
    this.ticker = ticker;
    links = CredentialSession.all(settings, ticker);
    exchange =
        new ApiExchange(settings, version, new ResponseReader(new RemoteClock(clock, _ -> {})));
    api = new ApiClient(exchange, meters, ticker, ApiClient::jitter);
    writing = new ClientCertificateWriter(api);
  }

  /** The zones of this name that a credential can see: none, one, or one in each account. */
  public FindResult<Zone> zonesNamed(String credential, String name) throws InterruptedException {
    return FindResult.of(
        new Pager<>(api, link(credential), Zones.named(name), NOBODY).read(PASSES));
  }

  /** The zone with this id; a fault where the credential cannot see it. */
  public FindResult<Zone> zone(String credential, String id) throws InterruptedException {
    return FindResult.of(api.get(link(credential), Zones.ONE, Zones.ONE.path(id)));
  }

  /** Every client certificate of a zone, revoked ones too. */
  public FindResult<ClientCertificate> list(String credential, String zoneId)
      throws InterruptedException {
    var listing = ClientCertificate.LISTING;
    return FindResult.of(new Pager<>(api, link(credential), listing, zoneId).read(PASSES));
  }

  /** One of them. */
  public LookupResult get(String credential, String zoneId, String id) throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return looked(api.get(link(credential), ClientCertificate.ONE, path));
  }

  /**
   * Has a certificate issued for so many days. Where its answer is lost, it is looked for by its
   * key, for some 15 seconds. A key that was there before may have a certificate already, so the
   * list is read first; where that fails nothing is sent.
   */
  public WriteResult create(String credential, String zoneId, SigningRequest request, int days)
      throws InterruptedException {
    var before = request.fresh() ? List.<ClientCertificate>of() : null;
    if (before == null) {
      var found = list(credential, zoneId);
      if (found.fault() != null) {
        return new WriteResult.Refused(found.fault());
      }
      before = found.items();
    }
    var known = before.stream().map(ClientCertificate::id).collect(Collectors.toSet());
    return written(
        writing.create(link(credential), zoneId, request, days),
        () -> search(credential, zoneId, request, known));
  }

  private Glance search(String credential, String zoneId, SigningRequest request, Set<String> known)
      throws InterruptedException {
    var found = list(credential, zoneId);
    return found.items().stream()
        .filter(one -> !known.contains(one.id()) && one.isFor(request))
        .<Glance>map(Glance.Done::new)
        .findFirst()
        .orElseGet(
            () -> found.fault() == null ? new Glance.Not() : new Glance.Blind(found.fault()));
  }

  /** Asks that one which is pending revocation becomes active again, which takes its time. */
  public WriteResult reactivate(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REACTIVATION, ClientCertificate.ACTIVE);
    return written(
        writing.reactivate(link(credential), zoneId, id),
        () -> status(credential, zoneId, id, shows::contains));
  }

  /** Asks that one be revoked, which takes its time. */
  public WriteResult revoke(String credential, String zoneId, String id)
      throws InterruptedException {
    var shows = Set.of(ClientCertificate.PENDING_REVOCATION, ClientCertificate.REVOKED);
    return written(
        writing.revoke(link(credential), zoneId, id),
        () -> status(credential, zoneId, id, shows::contains));
  }

  private Glance status(String credential, String zoneId, String id, Predicate<String> shows)
      throws InterruptedException {
    return switch (get(credential, zoneId, id)) {
      case LookupResult.Visible(var one) ->
          shows.test(one.status()) ? new Glance.Done(one) : new Glance.Not();
      case LookupResult.Unreadable(var fault) -> new Glance.Blind(fault);
    };
  }

  /** What one look showed of a request whose answer was lost. */
  private sealed interface Glance {
    record Done(ClientCertificate certificate) implements Glance {}

    record Not() implements Glance {}

    record Blind(Fault fault) implements Glance {}
  }

  /** Looks once. */
  private interface Look {
    Glance now() throws InterruptedException;
  }

  private WriteResult written(RequestResult<ClientCertificate> attempt, Look look)
      throws InterruptedException {
    return switch (attempt.answer()) {
      case PageResult.Page<ClientCertificate> page -> new WriteResult.Done(page.items().getFirst());
      case PageResult.Failed<ClientCertificate>(var fault) ->
          attempt.reached() && !refuses(fault.reason(), attempt.code())
              ? resolved(fault, look)
              : new WriteResult.Refused(fault);
    };
  }

  /** Whether this answer says that nothing was changed. */
  private static boolean refuses(FaultReason reason, String code) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, RATE_LIMITED -> true;
      case HTTP_4XX -> !code.equals(REQUEST_TIMEOUT);
      case HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  private WriteResult resolved(Fault lost, Look look) throws InterruptedException {
    WriteResult last = new WriteResult.NotDone(lost);
    for (var pause : LOOKS) {
      ticker.sleep(pause);
      switch (look.now()) {
        case Glance.Done(var certificate) -> {
          return new WriteResult.Recovered(certificate, lost);
        }
        case Glance.Not _ -> last = new WriteResult.NotDone(lost);
        case Glance.Blind(var fault) -> last = new WriteResult.Unknown(lost, fault);
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
  public LookupResult follow(
      String credential, String zoneId, String id, String status, Duration patience)
      throws InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    var pause = FIRST_POLL;
    while (true) {
      var look = look(credential, zoneId, id);
      var left = Duration.ofNanos(end - ticker.nanos());
      if (settled(look, status) || !left.isPositive()) {
        return look;
      }
      ticker.sleep(pause.compareTo(left) < 0 ? pause : left);
      pause =
          pause.multipliedBy(2).compareTo(SLOWEST_POLL) < 0 ? pause.multipliedBy(2) : SLOWEST_POLL;
    }
  }

  /** Once: whoever follows looks again anyway. */
  private LookupResult look(String credential, String zoneId, String id)
      throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return looked(api.once(link(credential), ClientCertificate.ONE, path, HttpGet::new).answer());
  }

  private static boolean settled(LookupResult look, String status) {
    return switch (look) {
      case LookupResult.Visible(var one) ->
          one.status().equals(status) || one.status().equals(ClientCertificate.REVOKED);
      case LookupResult.Unreadable(var fault) -> pointless(fault.reason());
    };
  }

  private static boolean pointless(FaultReason reason) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX -> true;
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  private static LookupResult looked(PageResult<ClientCertificate> answer) {
    return switch (answer) {
      case PageResult.Page<ClientCertificate> page ->
          new LookupResult.Visible(page.items().getFirst());
      case PageResult.Failed<ClientCertificate>(var fault) -> new LookupResult.Unreadable(fault);
    };
  }

  private CredentialSession link(String credential) {
    return CredentialSession.of(links, credential);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    exchange.close();
    meters.close();
  }
}
