# TickStock Data in a container, built from this checkout:  docker build -t tickstock-data .
# How to run it: docs/operations.md, "In containers".
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /source
COPY pom.xml ./
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true -Djacoco.skip=true -Dtickstock.output=/built package \
 && mkdir -p /opt/tickstock && cp -r /built/tickstock.jar /built/lib /opt/tickstock/

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 tickstock \
 && useradd --system --uid 10001 --gid tickstock --home-dir /var/lib/tickstock --shell /usr/sbin/nologin tickstock \
 && install -d -o tickstock -g tickstock -m 0700 /var/lib/tickstock
COPY --from=build /opt/tickstock /opt/tickstock
USER 10001:10001
WORKDIR /var/lib/tickstock
ENV TICKSTOCK_HOME=/var/lib/tickstock
VOLUME /var/lib/tickstock
EXPOSE 8080
# Of serve; other commands end before it is asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-jar", "/opt/tickstock/tickstock.jar"]
# Without the console, which other machines may reach by TLS or through a proxy only.
CMD ["serve", "--bind", "0.0.0.0", "--port", "8080", "--no-pages"]
