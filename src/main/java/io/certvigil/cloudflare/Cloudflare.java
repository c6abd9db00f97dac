package io.certvigil.cloudflare;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.ApiExchange;
import io.certvigil.cloudflare.http.ApiMeters;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.CredentialState;
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
import io.certvigil.cloudflare.sources.TokenVerifications;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Cloudflare's API, as far as something in it expires. Any thread may call it, many at once; the
 * limit of a credential holds over all of them.
 *
 * <p>What a remote does wrong is in the result and never thrown. A caller that is interrupted, or
 * that is still waiting when this is closed, gets a {@link CancellationException} at once and no
 * result, since a reading that we ourselves cut short says nothing about Cloudflare; the interrupt
 * flag stays set.
 */
public final class Cloudflare implements AutoCloseable {
  private static final int PASSES = 3;

  private final Map<String, CredentialSession> sessions;
  private final RemoteClock clock;
  private final ApiMeters meters;
  private final ApiExchange exchange;
  private final ApiClient api;
  private final TokenVerifications verifications;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cloudflare-", 0).factory());

  /** For those whom nobody scrapes, such as commands. Asks nothing yet. */
  public Cloudflare(
      CloudflareSettings settings, String version, InstantSource clock, Consumer<Instant> date) {
    this(settings, version, clock, date, ApiMeters.noOpRegistry());
  }

  /**
   * Asks nothing yet.
   *
   * @param version of ours, for the {@code User-Agent}
   * @param date is told the {@code Date} of each answer, at once, on the thread that read it
   */
  public Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      MeterRegistry registry) {
    this(settings, version, clock, date, registry, Ticker.SYSTEM, ApiClient::jitter);
  }

  Cloudflare(
      CloudflareSettings settings,
      String version,
      InstantSource clock,
      Consumer<Instant> date,
      MeterRegistry registry,
      Ticker ticker,
      DoubleSupplier random) {
    this.clock = new RemoteClock(clock, date);
    meters = new ApiMeters(registry, ListEndpoints.endpoints());
    exchange = new ApiExchange(settings, version, new ResponseReader(this.clock));
    api = new ApiClient(exchange, meters, ticker, random);
    verifications = new TokenVerifications(api);
    sessions = CredentialSession.all(settings, ticker);
    sessions.values().forEach(this::gauge);
  }

  private void gauge(CredentialSession link) {
    meters.gauge(
        "certvigil.api.rate.limit.remaining",
        "Requests left in the window, as Cloudflare last told; not a number before it did.",
        link.name(),
        () -> {
          var remaining = link.remaining();
          return remaining == null ? Double.NaN : remaining.doubleValue();
        });
  }

  /** The sources that this version reads. */
  public static Set<Source> sources() {
    return ListEndpoints.sources();
  }

  /**
   * How many requests a list of so many items takes at least.
   *
   * @throws IllegalArgumentException for a source that is not among {@link #sources}
   */
  public static int requests(Source source, int items) {
    return ListEndpoints.of(
            source, source.existsAt(ScopeLevel.ZONE) ? ScopeLevel.ZONE : ScopeLevel.ACCOUNT)
        .requests(items);
  }

  /**
   * The accounts and zones that a credential can see. A zone whose account is not told hangs below
   * an account with the id {@code unknown}, which is not among the accounts.
   *
   * @throws IllegalArgumentException for a credential that is not in the settings
   * @throws CancellationException where the caller is interrupted or this is closed
   */
  public Discovery discover(String credential) {
    var link = session(credential);
    return await(() -> new ScopeDiscovery(api, link).discover());
  }

  /**
   * What Cloudflare says about this credential itself, and so when it ends. One request; until the
   * first good answer up to three more, since the tokens of an account are known at another place
   * than those of a user. An end that was learnt is exported until another is, also while later
   * requests fail.
   *
   * @param accountIds the accounts that the credential is known to see, the likeliest owner first;
   *     no more than three are tried; may be empty
   * @throws IllegalArgumentException for a credential that is not in the settings
   * @throws CancellationException where the caller is interrupted or this is closed
   */
  public TokenState verify(String credential, Collection<String> accountIds) {
    var link = session(credential);
    if (!link.isToken()) {
      return new TokenState.NotAToken();
    }
    var ids = List.copyOf(accountIds);
    var state = await(() -> verifications.verify(link, ids));
    switch (state) {
      case TokenState.Valid(_, var end) -> meters.tokenExpiry(credential, end);
      case TokenState.NoExpiry _ -> meters.tokenExpiry(credential, null);
      case TokenState.NotAToken _, TokenState.Failed _ -> {} // what is known stays known
    }
    return state;
  }

  /**
   * Reads one list.
   *
   * @throws IllegalArgumentException for a credential that is not in the settings, or a source that
   *     is not among {@link #sources}
   * @throws CancellationException where the caller is interrupted or this is closed
   */
  public Reading read(String credential, Scope scope) {
    var link = session(credential);
    var listing = ListEndpoints.of(scope.source(), scope.level());
    return await(() -> reading(scope, pager(link, listing, scope).read(PASSES)));
  }

  /**
   * Why this list may not be read, empty where it may: its first page, as small as it comes. One
   * request, repeated only where Cloudflare is not well.
   *
   * @see io.certvigil.model.Permission#of
   * @throws IllegalArgumentException for a credential that is not in the settings, or a source that
   *     is not among {@link #sources}
   * @throws CancellationException where the caller is interrupted or this is closed
   */
  public Optional<Fault> probe(String credential, Scope scope) {
    var link = session(credential);
    var listing = ListEndpoints.of(scope.source(), scope.level());
    var path = listing.smallestPage(scope.owner().id());
    return await(() -> fault(api.get(link, listing, path)));
  }

  private static Optional<Fault> fault(PageResult<?> answer) {
    return answer instanceof PageResult.Failed<?>(var fault)
        ? Optional.of(fault)
        : Optional.empty();
  }

  private <W> Pager<W, ListItem> pager(
      CredentialSession link, ListEndpoint<W, ListItem> listing, Scope scope) {
    return new Pager<>(api, link, listing, scope.owner().id());
  }

  private static Reading reading(Scope scope, ListResult<ListItem> listed) {
    return switch (listed) {
      case ListResult.Complete<ListItem>(var units) ->
          new Reading.Complete(scope, ListItem.certificates(units));
      case ListResult.Partial<ListItem>(var units, var expected, var fault) -> {
        var seen = ListItem.certificates(units);
        // Of a missing unit one cannot know how many certificates it has: at least one, mostly.
        var missing = Math.max(0, expected - units.size());
        yield new Reading.Partial(scope, seen, seen.size() + missing, fault);
      }
      case ListResult.Failed<ListItem>(var fault) -> new Reading.Failed(scope, fault);
    };
  }

  private CredentialSession session(String credential) {
    return CredentialSession.of(sessions, credential);
  }

  /** Works on a virtual thread, where an interrupt also ends a read from a socket. */
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
          : new IllegalStateException("reading Cloudflare", e.getCause());
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
    var cancelled = new CancellationException("stopped while reading Cloudflare");
    cancelled.initCause(cause);
    return cancelled;
  }

  /** How each credential stands, in the order of the config. */
  public List<CredentialState> credentials() {
    return sessions.values().stream().map(link -> link.state(clock.now())).toList();
  }

  /** All requests since the start, repeated ones too. */
  public long requestsSent() {
    return meters.sent();
  }

  /** Ends what is under way, promptly. */
  @Override
  public void close() {
    threads.shutdownNow();
    exchange.close();
    meters.close();
  }
}
