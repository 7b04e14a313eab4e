# A Rack site that signs in by omniauth_openid_connect, unmodified, as its README has it; prints a line once it serves.
require "json"
require "rack"
require "webrick"
require "omniauth_openid_connect"

issuer, port, secret = ARGV
at = URI(issuer)

app = Rack::Builder.app do
  use Rack::Session::Cookie, key: "site", secret: "of the test, and long enough for a session of Rack's, which wants 64"
  use OmniAuth::Builder do
    configure do |config|
      config.allowed_request_methods = [:get]
      config.silence_get_warning = true
      config.logger = Logger.new(File::NULL)
    end
    provider :openid_connect,
             name: :saoma,
             issuer: issuer,
             scope: %i[openid profile email],
             response_type: :code,
             pkce: true,
             client_options: {
               scheme: at.scheme,
               host: at.host,
               port: at.port,
               identifier: "shop",
               secret: secret,
               redirect_uri: "http://127.0.0.1:#{port}/auth/saoma/callback",
               authorization_endpoint: "/oidc/authorize",
               token_endpoint: "/oidc/token",
               userinfo_endpoint: "/oidc/userinfo",
               jwks_uri: "#{issuer}/.well-known/jwks.json"
             }
  end
  run(lambda do |env|
    if env["PATH_INFO"] == "/auth/saoma/callback"
      auth = env["omniauth.auth"]
      env["rack.session"]["user"] = { sub: auth.uid, name: auth.info.name, email: auth.info.email }.to_json
      [302, { "location" => "/" }, []]
    else
      env["rack.session"].delete("user") if env["PATH_INFO"] == "/logout"
      [200, { "content-type" => "application/json" }, [env["rack.session"]["user"] || "null"]]
    end
  end)
end

options = { Host: "127.0.0.1", Port: port, AccessLog: [], Logger: WEBrick::Log.new(File::NULL) }
Rack::Handler::WEBrick.run(app, **options) do
  puts "ready"
  $stdout.flush
end
