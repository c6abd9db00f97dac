package io.certvigil.web.server;

import io.certvigil.web.server.PasswordChecks.Login;
import io.certvigil.web.server.Users.PasswordResult;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.VirtualThreads;
import org.jspecify.annotations.Nullable;

/** Decides which requests are served, and which of them may change something. */
public final class AccessControl {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BASIC = "basic ";
  private static final String USER_REQUIRED =
      "Changes require an authenticated user: set web.basic_auth_users or"
          + " web.tls.client_ca_file in the config, and name the user in web.may_change.\n";
  private static final String NOT_PERMITTED =
      "This user may not change anything: web.may_change in the config does not name it.\n";
  private static final String NOBODY_PERMITTED =
      "Nobody may change anything over HTTP: name the users who may in web.may_change in the"
          + " config.\n";
  private static final String OWNER_REQUIRED =
      "At this socket only the daemon's user and root may change something.\n";
  private static final String CROSS_ORIGIN =
      "The request comes from a page of another origin. If a reverse proxy is in front of the"
          + " daemon, set web.external_url in the config to the address that browsers use.\n";

  private static final String CERTIFICATE_REQUIRED =
      "A client certificate of an authority in web.tls.client_ca_file is required. If it was sent,"
          + " it is no longer trusted.\n";
  private static final String UNKNOWN_HOST =
      "The request is addressed to a host that this daemon does not know. Use an IP address or"
          + " localhost, or add the host name to web.hosts in the config.\n";
  private static final String UNKNOWN_ORIGIN =
      "The request comes from a page of a host that this daemon does not know. If a reverse proxy"
          + " is in front of the daemon, set web.external_url in the config to the address that"
          + " browsers use.\n";

  /** Load balancers name any host, and the responses say nothing but the state. */
  private static final Set<String> ANY_HOST = Set.of("/-/healthy", "/-/ready");

  /** In {@code web.may_change}, before the name of a client certificate. */
  private static final String CERTIFICATE_PREFIX = "cn:";

  private final boolean clientCertificates;
  private final Set<String> mayChange;
  private final Users users;
  private final PasswordChecks checks;
  private final ClientAddresses addresses;
  private final AllowedHosts hosts;
  private final Origins origins;

  /** The status and text for a request that is not served. */
  record Refusal(int status, String text) {}

  /** With password checks of its own. */
  AccessControl(WebSettings settings) {
    this(settings, new PasswordChecks());
  }

  /**
   * @param checks survives a reload of the settings, as the failures that it counts
   */
  public AccessControl(WebSettings settings, PasswordChecks checks) {
    this(settings, new Users(settings.users()), checks);
  }

  AccessControl(WebSettings settings, Users users, PasswordChecks checks) {
    this.checks = checks;
    this.addresses = new ClientAddresses(settings.access().trustedProxies());
    this.clientCertificates = settings.clientCertificates();
    this.mayChange = settings.access().mayChange();
    this.users = users;
    this.hosts = new AllowedHosts(settings);
    this.origins = new Origins(hosts, settings.externalUrl());
  }

  /**
   * Finds out whether the request is served, and passes on why not; null if it is. Then its user is
   * set, if it has one. A password may have to be checked: then this returns at once, and the
   * result follows on another thread of the server.
   */
  void check(Request request, Consumer<@Nullable Refusal> then) {
    var peer = SocketPeer.of(request);
    if (peer.isPresent()) {
      peer.filter(SocketPeer::mayChange)
          .ifPresent(one -> RequestUser.set(request, one.user(), true));
      then.accept(null);
      return;
    }
    var refusal = misdirected(request);
    if (refusal == null && clientCertificates && ClientCertificates.of(request).isEmpty()) {
      refusal = new Refusal(HttpStatus.UNAUTHORIZED_401, CERTIFICATE_REQUIRED);
    }
    var given = refusal == null && !users.isEmpty() ? credentials(request) : null;
    if (given == null || users.isVerified(given.name(), given.password())) {
      then.accept(refusal == null ? withoutCheck(request, given) : refusal);
      return;
    }
    var components = request.getComponents();
    var executor = VirtualThreads.getExecutor(components.getExecutor());
    checks.submit(
        new Login(
            addresses.of(request),
            given.name(),
            () -> users.check(given.name(), given.password()),
            result -> executor.execute(() -> then.accept(refusal(request, given, result))),
            components.getScheduler()));
  }

  private @Nullable Refusal withoutCheck(Request request, @Nullable BasicCredentials verified) {
    if (verified != null) {
      setUser(request, verified.name());
      return null;
    }
    if (!users.isEmpty()) {
      return new Refusal(HttpStatus.UNAUTHORIZED_401, "A user name and a password are required.\n");
    }
    if (clientCertificates) {
      ClientCertificates.of(request).ifPresent(own -> setUser(request, own));
    }
    return null;
  }

  private @Nullable Refusal refusal(
      Request request, BasicCredentials given, PasswordResult result) {
    return switch (result) {
      case RIGHT -> {
        setUser(request, given.name());
        yield null;
      }
      case WRONG -> new Refusal(HttpStatus.UNAUTHORIZED_401, "Wrong user name or password.\n");
      case BUSY ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "Too many password checks at the same time; retry later.\n");
    };
  }

  private @Nullable Refusal misdirected(Request request) {
    if (ANY_HOST.contains(Request.getPathInContext(request))) {
      return null;
    }
    if (!hosts.allows(request)) {
      return new Refusal(HttpStatus.MISDIRECTED_REQUEST_421, UNKNOWN_HOST);
    }
    return origins.areKnown(request)
        ? null
        : new Refusal(HttpStatus.MISDIRECTED_REQUEST_421, UNKNOWN_ORIGIN);
  }

  private void setUser(Request request, X509Certificate own) {
    RequestUser.set(request, ClientCertificates.displayName(own), mayChange(own));
  }

  /** The certificate, if one is required as well, may grant the right, too. */
  private void setUser(Request request, String name) {
    boolean byCertificate =
        clientCertificates && ClientCertificates.of(request).filter(this::mayChange).isPresent();
    RequestUser.set(request, name, byCertificate || mayChange.contains(name));
  }

  private boolean mayChange(X509Certificate own) {
    return ClientCertificates.commonName(own)
        .filter(name -> mayChange.contains(CERTIFICATE_PREFIX + name))
        .isPresent();
  }

  /** Why this request, which passed {@link #check}, may not change anything; null if it may. */
  @Nullable Refusal refusalToChange(Request request) {
    if (SocketPeer.of(request).isPresent()) { // no browser can get there
      return RequestUser.of(request).isEmpty()
          ? new Refusal(HttpStatus.FORBIDDEN_403, OWNER_REQUIRED)
          : null;
    }
    if (!origins.allows(request)) {
      return new Refusal(HttpStatus.FORBIDDEN_403, CROSS_ORIGIN);
    }
    if (RequestUser.of(request).isEmpty()) {
      return new Refusal(HttpStatus.FORBIDDEN_403, USER_REQUIRED);
    }
    if (RequestUser.whoMayChange(request).isEmpty()) {
      var text = mayChange.isEmpty() ? NOBODY_PERMITTED : NOT_PERMITTED;
      return new Refusal(HttpStatus.FORBIDDEN_403, text);
    }
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type != null && !type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
      return new Refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "The content type must be " + FORM + ".\n");
    }
    return null;
  }

  private record BasicCredentials(String name, String password) {}

  private static @Nullable BasicCredentials credentials(Request request) {
    var header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return null;
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      var pair = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 ? new BasicCredentials(pair[0], pair[1]) : null;
    } catch (IllegalArgumentException e) {
      return null; // not Base64: treated as no credentials
    }
  }
}
