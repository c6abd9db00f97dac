package io.certvigil.cloudflare;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.ApiExchange;
import io.certvigil.cloudflare.http.ApiMeters;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.CredentialRateLimit;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.cloudflare.http.Pager;
import io.certvigil.cloudflare.http.RemoteClock;
import io.certvigil.cloudflare.http.ResponseReader;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.cloudflare.sources.ListEndpoints;
import io.certvigil.cloudflare.sources.ListItem;
import io.certvigil.cloudflare.sources.TokenLists;
import io.certvigil.cloudflare.sources.TokenPolicies;
import io.certvigil.cloudflare.sources.TokenVerifications;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PolicyState;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Client of Cloudflare's API for everything in it that expires. Thread-safe; the rate limit of a
 * credential applies to all threads together.
 *
 * <p>Remote faults are part of the result and are never thrown. A caller that is interrupted, or
 * that is still waiting when this client is closed, gets a {@link CancellationException} at once
 * instead of a result: a reading that this program itself aborted contains no information about
 * Cloudflare. The interrupt flag stays set.
 */
public final class Cloudflare implements AutoCloseable {
  private static final int PASSES = 3;
  private static final int MAX_DETAIL = 300;

  private final Map<String, CredentialSession> sessions;
  private final RemoteClock clock;
  private final ApiMeters meters;
  private final ApiExchange exchange;
  private final ApiClient api;
  private final TokenVerifications verifications;
  private final TokenPolicies policies;
  private final TokenLists tokenLists;
  private final Map<String, DiscoveryMemory> memories = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cloudflare-", 0).factory());

  /** Creates a client without metrics, for example for commands. Sends no request yet. */
  public Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      Scrubber scrubber) {
    this(settings, version, clock, date, ApiMeters.noOpRegistry(), scrubber);
  }

  /**
   * Creates a client. Sends no request yet.
   *
   * @param version of this program, for the {@code User-Agent}
   * @param date receives the {@code Date} of each response, immediately, on the thread that read
   *     the response
   * @param scrubber knows every secret that a response may repeat
   */
  public Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      MeterRegistry registry,
      Scrubber scrubber) {
    this(settings, version, clock, date, registry, scrubber, new NameResolver());
  }

  /**
   * As above.
   *
   * @param names of all connections of the daemon
   */
  public Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      MeterRegistry registry,
      Scrubber scrubber,
      NameResolver names) {
    this(
        settings,
        version,
        clock,
        date,
        registry,
        scrubber,
        names,
        Ticker.SYSTEM,
        ApiClient::jitter);
  }

  Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      MeterRegistry registry,
      Scrubber scrubber,
      NameResolver names,
      Ticker ticker,
      DoubleSupplier random) {
    this.clock = new RemoteClock(clock, date);
    meters = new ApiMeters(registry, ListEndpoints.endpoints());
    exchange = new ApiExchange(settings, version, new ResponseReader(this.clock), names);
    api = new ApiClient(exchange, meters, ticker, random);
    verifications = new TokenVerifications(api);
    policies = new TokenPolicies(api, verifications);
    tokenLists = new TokenLists(verifications);
    sessions = CredentialSession.all(settings, ticker, scrubber);
    sessions.values().forEach(this::gauge);
  }

  private void gauge(CredentialSession session) {
    meters.gauge(
        "certvigil.api.rate.limit.remaining",
        "Requests left in the window, as last reported by Cloudflare; NaN before the first report.",
        session.name(),
        () -> {
          var remaining = session.remaining();
          return remaining == null ? Double.NaN : remaining.doubleValue();
        });
  }

  /** The sources that this version reads. */
  public static Set<Source> sources() {
    return Set.of(Source.values());
  }

  /** The minimum number of requests for a list of this many items. */
  public static int requests(Source source, int items) {
    return ListEndpoints.of(
            source, source.existsAt(ScopeLevel.ZONE) ? ScopeLevel.ZONE : ScopeLevel.ACCOUNT)
        .requests(items);
  }

  /**
   * Lists the accounts and zones that are visible to a credential. A zone without an account in the
   * response gets an account with the id {@code unknown}, which is not part of the list of
   * accounts.
   *
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public Discovery discover(String credential) {
    return discover(credential, DiscoverySeeds.NONE);
  }

  /**
   * Lists the accounts and zones that are visible to a credential, and adds those that the config
   * names by id. A zone that is not listed is requested by its id, which is one request.
   *
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public Discovery discover(String credential, DiscoverySeeds seeds) {
    var session = session(credential);
    var memory = memories.computeIfAbsent(credential, _ -> new DiscoveryMemory());
    return await(() -> new ScopeDiscovery(api, session, seeds, memory).discover());
  }

  /**
   * Requests the state of the credential itself, including its expiry. Sends one request; until the
   * first successful response up to three more, because account tokens are verified at a different
   * endpoint than user tokens. A known expiry is exported as a metric until a different one is
   * received, also while later requests fail.
   *
   * @param accountIds the accounts that are known to be visible to the credential, the most likely
   *     owner first; at most three are tried; may be empty
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public TokenState verify(String credential, Collection<String> accountIds) {
    var session = session(credential);
    if (!session.isToken()) {
      return new TokenState.NotAToken();
    }
    var ids = List.copyOf(accountIds);
    var state = await(() -> verifications.verify(session, ids));
    switch (state) {
      case TokenState.Valid(_, var end) -> meters.tokenExpiry(credential, end);
      case TokenState.NoExpiry _ -> meters.tokenExpiry(credential, null);
      case TokenState.NotAToken _, TokenState.Failed _ -> {} // keep the last known expiry
    }
    return state;
  }

  /**
   * The policies of a credential, which decide what its lists contain. Sends one request, and those
   * of {@link #verify} if the token was not verified yet; none once it was refused.
   *
   * @param accountIds as in {@link #verify}
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public PolicyState policies(String credential, Collection<String> accountIds) {
    var session = session(credential);
    if (!session.isToken()) {
      return new PolicyState.Unreadable();
    }
    var ids = List.copyOf(accountIds);
    return await(() -> policies.read(session, ids));
  }

  /**
   * Reads one list.
   *
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public Reading read(String credential, Scope scope) {
    var session = session(credential);
    var listing = ListEndpoints.of(scope.source(), scope.level());
    var pager = new Pager<>(api, session, listing, scope.owner().id());
    return await(
        () ->
            switch (scope.source()) {
              case API_TOKENS -> tokens(session, scope, pager);
              case SERVICE_TOKENS ->
                  reading(scope, TokenLists.serviceTokens(pager.read(PASSES), clock.now()));
              default -> reading(scope, pager.read(PASSES));
            });
  }

  private Reading tokens(CredentialSession session, Scope scope, Pager<ListItem> pager)
      throws InterruptedException {
    var refusal = tokenLists.refusal(session, scope);
    return refusal.isPresent()
        ? new Reading.Failed(scope, refusal.get())
        : reading(scope, tokenLists.kept(session, scope, pager.read(PASSES), clock.now()));
  }

  /**
   * Checks whether the credential may read this list: requests its first page exactly as a reading
   * does, and returns why that failed, empty if it succeeded. Sends one request; further ones only
   * after server and network errors, short rate limits and a refused page size.
   *
   * @see io.certvigil.model.Permission#of
   * @throws IllegalArgumentException if the credential is not in the settings
   * @throws CancellationException if the caller is interrupted or this client is closed
   */
  public Optional<Fault> probe(String credential, Scope scope) {
    var session = session(credential);
    var listing = ListEndpoints.of(scope.source(), scope.level());
    var owner = scope.owner().id();
    return await(
        () ->
            scope.source() == Source.API_TOKENS
                ? probeTokens(session, scope, listing)
                : fault(api.firstPage(session, listing, owner).answer()));
  }

  private Optional<Fault> probeTokens(
      CredentialSession session, Scope scope, ListEndpoint<ListItem> listing)
      throws InterruptedException {
    var refusal = tokenLists.refusal(session, scope);
    if (refusal.isPresent()) {
      return refusal;
    }
    var answer = api.firstPage(session, listing, scope.owner().id()).answer();
    return answer instanceof PageResult.Failed<?>(var fault)
        ? Optional.of(tokenLists.fault(session, scope, fault))
        : Optional.empty();
  }

  private static Optional<Fault> fault(PageResult<?> answer) {
    return answer instanceof PageResult.Failed<?>(var fault)
        ? Optional.of(fault)
        : Optional.empty();
  }

  private static Reading reading(Scope scope, ListResult<ListItem> listed) {
    return switch (listed) {
      case ListResult.Complete<ListItem>(var items) -> reading(scope, items);
      case ListResult.Partial<ListItem>(var items, var expected, var fault) -> {
        var seen = ListItem.certificates(items);
        // The number of certificates in a missing item is unknown; it is usually at least one.
        var missing = Math.max(0, expected - items.size());
        var about = ListItem.findings(scope.source(), items);
        yield new Reading.Partial(scope, seen, seen.size() + missing, fault, about);
      }
      case ListResult.Failed<ListItem>(var fault) -> new Reading.Failed(scope, fault);
    };
  }

  /** Complete, unless a certificate of an item could not be understood. */
  private static Reading reading(Scope scope, List<ListItem> items) {
    var certificates = ListItem.certificates(items);
    var odd = ListItem.odd(items);
    var about = ListItem.findings(scope.source(), items);
    if (odd.isEmpty()) {
      return new Reading.Complete(scope, certificates, about);
    }
    var detail = PrintableText.shortened(String.join("; ", odd), MAX_DETAIL);
    var fault = new Fault(FaultReason.MALFORMED, detail);
    var known = certificates.size() + odd.size();
    return new Reading.Partial(scope, certificates, known, fault, about);
  }

  private CredentialSession session(String credential) {
    return CredentialSession.of(sessions, credential);
  }

  /**
   * Runs the work on a virtual thread, because an interrupt also aborts a blocking socket read
   * there.
   */
  private <T> T await(Callable<T> work) {
    Future<T> result = submit(work);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw cancelled(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof InterruptedException
          ? cancelled(e)
          : new IllegalStateException("reading from Cloudflare failed", e.getCause());
    }
  }

  private <T> Future<T> submit(Callable<T> work) {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw cancelled(e);
    }
  }

  private static CancellationException cancelled(Exception cause) {
    var cancelled = new CancellationException("interrupted while reading from Cloudflare");
    cancelled.initCause(cause);
    return cancelled;
  }

  /** The rate limit state of each credential, in the order of the config. */
  public List<CredentialRateLimit> credentials() {
    return sessions.values().stream().map(session -> session.state(clock.now())).toList();
  }

  /** Aborts all requests in progress. */
  @Override
  public void close() {
    threads.shutdownNow();
    exchange.close();
    meters.close();
  }
}
