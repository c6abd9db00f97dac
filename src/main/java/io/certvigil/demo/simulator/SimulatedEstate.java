package io.certvigil.demo.simulator;

import io.certvigil.model.Certificate;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The accounts, zones and certificates that exist in the simulated Cloudflare. It may be changed
 * and read from any thread; each result is a consistent snapshot.
 */
public final class SimulatedEstate {
  /** How long Cloudflare takes to carry out a revocation or a reactivation. */
  public static final Duration SETTLING = Duration.ofSeconds(8);

  /** Part of every CSR in a response, so that a test can detect whether one leaks. */
  public static final String PRIVATE_MARKER = "PRIVATE0CANARY0NEVER0TO0BE0KEPT";

  /**
   * The owner of the tokens of the user to whom every token of a user belongs; named as the lists
   * of the credential {@code main} are.
   */
  public static final String USER = "user:main";

  /** The state of a zone in which nothing is wrong. */
  public static final ZoneStatus ACTIVE_ZONE =
      new ZoneStatus("active", "full", false, "enterprise");

  private final long seed;
  private final Map<String, ResourceRef> accounts = new LinkedHashMap<>();
  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final Map<ListKey, List<SimulatedCertificate>> lists = new LinkedHashMap<>();
  private final Map<String, String> csrs = new HashMap<>();
  private final Set<ListKey> denied = new HashSet<>();
  private final Set<String> deniedOwners = new HashSet<>();
  private final Set<String> unlisted = new HashSet<>();
  private final Map<String, RenewalTrouble> troubles = new HashMap<>();
  private final CertificateEncoder encoder;
  private int quota = Integer.MAX_VALUE;

  private record ListKey(Source source, String ownerId) {}

  SimulatedEstate(long seed) {
    this.seed = seed;
    this.encoder = new CertificateEncoder(seed);
  }

  /**
   * Three accounts with some ten zones and some hundred certificates, as in real companies, with
   * expiry dates from years ago to years ahead. The same seed and time give the same estate.
   */
  public static SimulatedEstate sample(long seed, Instant now) {
    var estate = new SampleEstate(seed, now).build();
    new SampleEdge(estate, now).fill();
    return estate;
  }

  public long seed() {
    return seed;
  }

  public synchronized ResourceRef addAccount(String id, String name) {
    var account = new ResourceRef(id, name);
    accounts.put(id, account);
    return account;
  }

  public synchronized Zone addZone(String id, String name, String accountId) {
    var account = accounts.get(accountId);
    if (account == null) {
      throw new IllegalArgumentException("account: unknown, was " + accountId);
    }
    var zone = new Zone(new ResourceRef(id, name), account, ACTIVE_ZONE);
    zones.put(id, zone);
    return zone;
  }

  public synchronized void renameZone(String id, String name) {
    zones.computeIfPresent(
        id, (key, zone) -> new Zone(new ResourceRef(key, name), zone.account(), zone.status()));
  }

  /** Changes the state of a zone, such as to {@code moved}. */
  public synchronized void zoneStatus(String id, ZoneStatus status) {
    zones.computeIfPresent(id, (_, zone) -> new Zone(zone.zone(), zone.account(), status));
  }

  /** Prevents the renewal of a custom hostname, or of the pack of a certificate, with this id. */
  public synchronized void trouble(String certificateId, RenewalTrouble trouble) {
    troubles.put(certificateId, trouble);
  }

  /** Ends {@link #trouble}. */
  public synchronized void mend(String certificateId) {
    troubles.remove(certificateId);
  }

  synchronized @Nullable RenewalTrouble trouble(String certificateId) {
    return troubles.get(certificateId);
  }

  /** Removes the zone and its certificates. */
  public synchronized void removeZone(String id) {
    zones.remove(id);
    lists.keySet().removeIf(shelf -> shelf.ownerId().equals(id));
  }

  public synchronized List<ResourceRef> accounts() {
    return List.copyOf(accounts.values());
  }

  public synchronized List<Zone> zones() {
    return List.copyOf(zones.values());
  }

  public synchronized Optional<Zone> zone(String id) {
    return Optional.ofNullable(zones.get(id));
  }

  public synchronized Optional<ResourceRef> account(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  /** Adds a certificate. It is listed first, so all others move towards later pages. */
  public synchronized void add(SimulatedCertificate certificate) {
    listOf(certificate.source(), certificate.ownerId()).addFirst(certificate);
  }

  /** Like {@link #add}, for a certificate that a client requested with this CSR. */
  synchronized void issue(SimulatedCertificate certificate, String csr) {
    csrs.put(certificate.id(), csr);
    add(certificate);
  }

  /** The CSR of this certificate; empty if the certificate existed from the start. */
  synchronized Optional<String> csr(String certificateId) {
    return Optional.ofNullable(csrs.get(certificateId));
  }

  /** Sets the maximum number of client certificates in a zone, not counting revoked ones. */
  public synchronized void quota(int most) {
    quota = most;
  }

  synchronized int quota() {
    return quota;
  }

  /** Adds certificates at the end of their lists, which is fast. */
  public synchronized void append(Collection<SimulatedCertificate> some) {
    for (var certificate : some) {
      listOf(certificate.source(), certificate.ownerId()).add(certificate);
    }
  }

  /** Removes a certificate from its list. Returns false if it does not exist. */
  public synchronized boolean remove(String certificateId) {
    return lists.values().stream()
        .anyMatch(shelf -> shelf.removeIf(one -> one.id().equals(certificateId)));
  }

  /** Changes a certificate in its place in the list, and returns it; empty if it does not exist. */
  public synchronized Optional<SimulatedCertificate> change(
      String certificateId, UnaryOperator<SimulatedCertificate> how) {
    for (var shelf : lists.values()) {
      for (int at = 0; at < shelf.size(); at++) {
        if (shelf.get(at).id().equals(certificateId)) {
          shelf.set(at, how.apply(shelf.get(at)));
          return Optional.of(shelf.get(at));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Revokes a certificate: pending immediately, revoked after {@link #SETTLING}. Does not change
   * one that is revoked already.
   */
  public Optional<SimulatedCertificate> revoke(String certificateId, Instant now) {
    return change(
        certificateId,
        certificate ->
            certificate.statusAt(now).equals(SimulatedCertificate.REVOKED)
                ? certificate
                : certificate.withStatus(
                    SimulatedCertificate.PENDING_REVOCATION, now.plus(SETTLING)));
  }

  /** Renews a certificate: it keeps its id, with a new validity, serial and fingerprint. */
  public Optional<SimulatedCertificate> renew(
      String certificateId, Instant notBefore, Instant notAfter) {
    return change(certificateId, certificate -> certificate.withValidity(notBefore, notAfter));
  }

  public Optional<SimulatedCertificate> find(String certificateId) {
    return change(certificateId, certificate -> certificate);
  }

  /** Makes every list of this zone or account respond with 403 until {@link #allow}. */
  public synchronized void deny(String ownerId) {
    deniedOwners.add(ownerId);
  }

  /** Makes one list respond with 403 until {@link #allow}. */
  public synchronized void deny(Source source, String ownerId) {
    denied.add(new ListKey(source, ownerId));
  }

  /** Makes every list of this zone or account readable again. */
  public synchronized void allow(String ownerId) {
    deniedOwners.remove(ownerId);
    denied.removeIf(shelf -> shelf.ownerId().equals(ownerId));
  }

  public synchronized boolean isDenied(Source source, String ownerId) {
    return deniedOwners.contains(ownerId) || denied.contains(new ListKey(source, ownerId));
  }

  /**
   * Leaves an account, with its zones, or a zone out of the lists of accounts and zones; it can
   * still be read by its id.
   */
  public synchronized void unlist(String ownerId) {
    unlisted.add(ownerId);
  }

  synchronized List<ResourceRef> listedAccounts() {
    return accounts.values().stream().filter(one -> !unlisted.contains(one.id())).toList();
  }

  synchronized List<Zone> listedZones() {
    return zones.values().stream()
        .filter(one -> !unlisted.contains(one.zone().id()))
        .filter(one -> !unlisted.contains(one.account().id()))
        .toList();
  }

  /** A copy, in the order of the list. */
  public synchronized List<SimulatedCertificate> list(Source source, String ownerId) {
    return List.copyOf(lists.getOrDefault(new ListKey(source, ownerId), List.of()));
  }

  /** The certificates that a client must find in all lists now, including those in denied lists. */
  public synchronized List<ExpectedCertificate> expectedCertificates(Instant now) {
    return lists.values().stream()
        .flatMap(List::stream)
        .filter(SimulatedCertificate::isListed)
        .map(certificate -> expected(certificate, now))
        .toList();
  }

  private ExpectedCertificate expected(SimulatedCertificate certificate, Instant now) {
    return new ExpectedCertificate(
        certificate.source(),
        certificate.ownerId(),
        certificate.source() == Source.IDENTITY_PROVIDER_CERTIFICATES
            ? IdentityProviderJson.certificateId(certificate, encoder.encode(certificate))
            : certificate.id(),
        certificate.source() == Source.REGISTRATIONS ? certificate.id() : certificate.name(),
        certificate.hasReadableExpiry() ? certificate.notAfter() : null,
        status(certificate, troubles.get(certificate.id()), now));
  }

  private static String status(
      SimulatedCertificate certificate, @Nullable RenewalTrouble trouble, Instant now) {
    return trouble == null ? status(certificate, now) : trouble.tlsStatus();
  }

  /** Some lists have no status, and two only have the status that a certificate is not in use. */
  private static String status(SimulatedCertificate certificate, Instant now) {
    var status = certificate.statusAt(now);
    var none =
        switch (certificate.source()) {
          case ACCESS_CERTIFICATES, MTLS_CERTIFICATES, ORIGIN_CA, IDENTITY_PROVIDER_CERTIFICATES ->
              true;
          case SAML_CERTIFICATES -> true;
          case SERVICE_TOKENS -> !status.equals(SimulatedCertificate.INACTIVE);
          default -> false;
        };
    return none ? Certificate.NO_STATUS : status;
  }

  private List<SimulatedCertificate> listOf(Source source, String ownerId) {
    return lists.computeIfAbsent(new ListKey(source, ownerId), key -> new ArrayList<>());
  }
}
