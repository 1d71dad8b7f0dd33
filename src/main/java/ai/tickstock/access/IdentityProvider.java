package ai.tickstock.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An OpenID Connect provider that vouches for people: authorization code with PKCE, state and
/// nonce. It is asked when somebody comes. Safe for use by many threads.
public final class IdentityProvider {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityProvider.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;
  private static final int MOST_BYTES = 1_000_000;

  /// Signatures that only the provider can make; what is not signed, or by a shared secret, counts
  /// for nothing.
  private static final Set<JWSAlgorithm> SIGNED_BY =
      union(JWSAlgorithm.Family.RSA, JWSAlgorithm.Family.EC);

  private final Client client;
  private volatile Optional<Known> known = Optional.empty();

  public IdentityProvider(Client client) {
    this.client = client;
  }

  /// What the provider and we have agreed upon.
  ///
  /// @param issuer https, or on this machine
  /// @param secret empty: the provider knows us as a public client
  /// @param roleClaim of the ID token that says what somebody may do; `a.b` is `b` within `a`
  /// @param roles by the values of that claim; who has none of them may not enter
  public record Client(
      URI issuer,
      String id,
      Optional<String> secret,
      List<String> scopes,
      String roleClaim,
      Map<String, Role> roles) {
    public Client {
      scopes = List.copyOf(scopes);
      roles = Map.copyOf(roles);
    }

    @Override
    public String toString() {
      return "client " + id + " of " + issuer;
    }
  }

  /// Somebody for whom the provider vouches.
  ///
  /// @param subject who it is, for ever
  /// @param name for people; can change
  record Identity(String issuer, String subject, String name, Role role) {}

  /// The attempt of one browser: what it must bring back follows from a token that it alone has.
  public record Attempt(String token) {
    public static Attempt begin() {
      return new Attempt(Secrets.token());
    }

    private State state() {
      return new State(derived("state"));
    }

    private Nonce nonce() {
      return new Nonce(derived("nonce"));
    }

    private CodeVerifier verifier() {
      return new CodeVerifier(derived("verifier"));
    }

    private String derived(String what) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Secrets.digest("oidc " + what + " " + token));
    }

    @Override
    public String toString() {
      return "an attempt";
    }
  }

  /// @param metadata of the provider, as it tells itself
  private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

  /// Who it is, for people.
  public String name() {
    return Optional.ofNullable(client.issuer.getHost()).orElse(client.issuer.toString());
  }

  /// Where a browser is sent.
  ///
  /// @param back where the provider sends it afterwards
  /// @throws AccessRefused if the provider cannot be asked
  public URI begin(Attempt attempt, URI back) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(client.scopes.toArray(String[]::new)),
            new ClientID(client.id),
            back)
        .endpointURI(known().metadata.getAuthorizationEndpointURI())
        .state(attempt.state())
        .nonce(attempt.nonce())
        .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /// What came back with a browser.
  ///
  /// @param back as `begin` was told
  /// @param answer `back` with what the provider put behind it
  /// @throws AccessRefused if it proves nothing, or gives no role here
  Identity finish(Attempt attempt, URI back, URI answer) {
    try {
      var claims = claims(attempt, back, code(attempt, answer));
      var values = values(claims.toJWTClaimsSet().getClaims());
      var role =
          client.roles.entrySet().stream()
              .filter(entry -> values.contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .max(Comparator.naturalOrder());
      var subject = claims.getSubject().getValue();
      return new Identity(
          client.issuer.toString(),
          subject,
          Optional.ofNullable(claims.getStringClaim("preferred_username"))
              .or(() -> Optional.ofNullable(claims.getStringClaim("email")))
              .orElse(subject),
          role.orElseThrow(() ->
              new AccessRefused(
                  name() + " knows you, but none of your roles there is one here: ask an admin")));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      LOG.warn("a login by {} was refused error=\"{}\"", client.issuer, e.getMessage());
      throw new AccessRefused("what came from " + name() + " proves nothing: log in again");
    } catch (IOException e) {
      throw away(e);
    }
  }

  private AuthorizationCode code(Attempt attempt, URI answer) throws ParseException {
    var response = AuthenticationResponseParser.parse(answer);
    if (!attempt.state().equals(response.getState())) {
      throw new AccessRefused("that login was not begun in this browser: log in again");
    }
    if (response.getIssuer() != null && !response.getIssuer().equals(issuer())) {
      throw new AccessRefused("the answer is of another provider: log in again");
    }
    if (!response.indicatesSuccess()) {
      var error = response.toErrorResponse().getErrorObject();
      throw new AccessRefused(name() + " let nobody in: " + error.getCode());
    }
    return response.toSuccessResponse().getAuthorizationCode();
  }

  private IDTokenClaimsSet claims(Attempt attempt, URI back, AuthorizationCode code)
      throws ParseException, IOException, BadJOSEException, JOSEException {
    var now = known();
    var grant = new AuthorizationCodeGrant(code, back, attempt.verifier());
    var endpoint = now.metadata.getTokenEndpointURI();
    var request =
        client
            .secret
            .map(secret ->
                new TokenRequest.Builder(endpoint, proof(now.metadata, secret), grant).build())
            .orElseGet(
                () -> new TokenRequest.Builder(endpoint, new ClientID(client.id), grant).build())
            .toHTTPRequest();
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    request.setFollowRedirects(false);
    var response = OIDCTokenResponseParser.parse(request.send());
    if (!response.indicatesSuccess()) {
      var error = response.toErrorResponse().getErrorObject();
      LOG.warn("a code was refused by {} error=\"{}\"", client.issuer, error.getCode());
      throw new AccessRefused(name() + " does not know that login: log in again");
    }
    var tokens = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
    return now.validator.validate(tokens.getIDToken(), attempt.nonce());
  }

  private ClientAuthentication proof(OIDCProviderMetadata metadata, String secret) {
    var id = new ClientID(client.id);
    var ways = Optional.ofNullable(metadata.getTokenEndpointAuthMethods()).orElse(List.of());
    boolean isInBody =
        ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return isInBody
        ? new ClientSecretPost(id, new Secret(secret))
        : new ClientSecretBasic(id, new Secret(secret));
  }

  private Issuer issuer() {
    return new Issuer(client.issuer);
  }

  /// Read once, when somebody comes first; its keys are read again when they are others.
  private Known known() {
    var there = known;
    if (there.isPresent()) {
      return there.get();
    }
    try {
      var metadata = OIDCProviderMetadata.resolve(issuer(), CONNECT_MILLIS, READ_MILLIS);
      requireSafe(metadata.getAuthorizationEndpointURI());
      requireSafe(metadata.getTokenEndpointURI());
      requireSafe(metadata.getJWKSetURI());
      var keys =
          JWKSourceBuilder.<SecurityContext>create(
                  metadata.getJWKSetURI().toURL(),
                  new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES))
              .build();
      var made =
          new Known(
              metadata,
              new IDTokenValidator(
                  issuer(),
                  new ClientID(client.id),
                  new JWSVerificationKeySelector<>(SIGNED_BY, keys),
                  null));
      known = Optional.of(made);
      return made;
    } catch (GeneralException | IOException e) {
      throw away(e);
    }
  }

  private AccessRefused away(Exception e) {
    LOG.warn("the identity provider cannot be asked issuer={}", client.issuer, e);
    return new AccessRefused(
        name() + " cannot be asked just now: try again, or log in with a password");
  }

  private static void requireSafe(URI address) throws GeneralException {
    if (!isSafe(address)) {
      throw new GeneralException("not https: " + address);
    }
  }

  /// Whether nobody can listen on the way.
  public static boolean isSafe(URI address) {
    return "https".equals(address.getScheme())
        || "http".equals(address.getScheme())
            && Set.of("localhost", "127.0.0.1", "[::1]")
                .contains(Optional.ofNullable(address.getHost()).orElse(""));
  }

  /// Of the claim that says what somebody may do: the claim of that name, else one within another.
  private Set<String> values(Map<String, Object> claims) {
    Object at = claims.get(client.roleClaim);
    if (at == null) {
      at = claims;
      for (var part : client.roleClaim.split("\\.", -1)) {
        at = at instanceof Map<?, ?> map ? map.get(part) : null;
      }
    }
    var values = new HashSet<String>();
    if (at instanceof Collection<?> many) {
      many.forEach(one -> values.add(String.valueOf(one)));
    } else if (at != null) {
      values.add(String.valueOf(at));
    }
    return values;
  }

  private static Set<JWSAlgorithm> union(
      Collection<JWSAlgorithm> some, Collection<JWSAlgorithm> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
