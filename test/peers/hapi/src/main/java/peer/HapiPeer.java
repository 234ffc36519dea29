package peer;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HibernatePropertiesProvider;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.FulltextSearchSvcImpl;
import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import ca.uhn.fhir.jpa.dao.search.HSearchSortHelperImpl;
import ca.uhn.fhir.jpa.dao.search.IHSearchSortHelper;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.CorsInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.io.File;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.dialect.Dialect;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.web.cors.CorsConfiguration;

/**
 * A HAPI FHIR JPA server (R4, H2 in memory) at http://127.0.0.1:PORT/fhir, set up as its published starter is: 20 results a
 * page, identical searches reused for a minute, CORS for everyone. For tests alone, on this machine alone.
 */
@Configuration
@Import({
  JpaR4Config.class,
  ThreadPoolFactoryConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionSubmitterConfig.class,
  SubscriptionChannelConfig.class
})
public class HapiPeer {
  public static void main(String[] words) throws Exception {
    int port = words.length > 0 ? Integer.parseInt(words[0]) : 8090;
    var context = new AnnotationConfigApplicationContext(HapiPeer.class);
    Tomcat tomcat = new Tomcat();
    File folder = File.createTempFile("hapi-peer", "");
    folder.delete();
    folder.mkdirs();
    folder.deleteOnExit();
    tomcat.setBaseDir(folder.getPath());
    tomcat.setPort(port);
    var connector = tomcat.getConnector();
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setProperty("relaxedQueryChars", "|");
    Context root = tomcat.addContext("", folder.getPath());
    Tomcat.addServlet(root, "fhir", context.getBean(RestfulServer.class)).setLoadOnStartup(1);
    root.addServletMappingDecoded("/fhir/*", "fhir");
    tomcat.start();
    System.out.println("HAPI FHIR is ready at http://127.0.0.1:" + connector.getLocalPort() + "/fhir");
    tomcat.getServer().await();
  }

  @Bean
  public DataSource dataSource() {
    JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:peer;DB_CLOSE_DELAY=-1", "sa", "");
    pool.setMaxConnections(20);
    return pool;
  }

  @Bean
  @Primary
  public HibernatePropertiesProvider hibernatePropertiesProvider() {
    return new HibernatePropertiesProvider() {
      private final Dialect dialect = new HapiFhirH2Dialect();

      @Override
      public Dialect getDialect() {
        return dialect;
      }
    };
  }

  @Bean
  @Primary
  public LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource data, ConfigurableListableBeanFactory beans, FhirContext fhir, JpaStorageSettings settings) {
    var factory = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
    factory.setPersistenceUnitName("HAPI_PU");
    factory.setDataSource(data);
    Properties properties = new Properties();
    properties.put("hibernate.dialect", HapiFhirH2Dialect.class.getName());
    properties.put("hibernate.hbm2ddl.auto", "update");
    properties.put("hibernate.jdbc.batch_size", "20");
    properties.put("hibernate.cache.use_query_cache", "false");
    properties.put("hibernate.cache.use_second_level_cache", "false");
    properties.put("hibernate.search.enabled", "false");
    factory.setJpaProperties(properties);
    return factory;
  }

  @Bean
  @Primary
  public JpaTransactionManager transactionManager(EntityManagerFactory factory) {
    return new JpaTransactionManager(factory);
  }

  @Bean
  public JpaStorageSettings storageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    settings.setReuseCachedSearchResultsForMillis(60_000L);
    settings.setAllowMultipleDelete(true);
    settings.setHibernateSearchIndexFullText(false);
    settings.setHibernateSearchIndexSearchParams(false);
    return settings;
  }

  @Bean
  public SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  public PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  public IFulltextSearchSvc fulltextSearch() {
    return new FulltextSearchSvcImpl();
  }

  @Bean
  public IHSearchSortHelper sortHelper(ISearchParamRegistry registry) {
    return new HSearchSortHelperImpl(registry);
  }

  @Bean
  public IStaleSearchDeletingSvc staleSearches() {
    return new StaleSearchDeletingSvcImpl();
  }

  @Bean
  public IResourceSupportedSvc resourceSupported(IDaoRegistry registry) {
    return new DaoRegistryResourceSupportedSvc(registry);
  }

  @Bean(name = "myResourceCountsCache")
  public ResourceCountCache resourceCounts(IFhirSystemDao<?, ?> dao) {
    return ResourceCountCacheUtil.newResourceCountCache(dao);
  }

  @Bean
  public DatabaseBackedPagingProvider paging() {
    DatabaseBackedPagingProvider paging = new DatabaseBackedPagingProvider();
    paging.setDefaultPageSize(20);
    paging.setMaximumPageSize(200);
    return paging;
  }

  @Bean
  public RestfulServer fhirServer(
      IFhirSystemDao<?, ?> dao,
      IJpaSystemProvider system,
      ResourceProviderFactory resources,
      JpaStorageSettings settings,
      ISearchParamRegistry parameters,
      IValidationSupport validation,
      DatabaseBackedPagingProvider paging) {
    RestfulServer server = new RestfulServer(dao.getContext());
    server.registerProviders(resources.createProviders());
    server.registerProvider(system);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(server, dao, settings, parameters, validation));
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.setPagingProvider(paging);
    server.setServerAddressStrategy(new IncomingRequestAddressStrategy());
    server.registerInterceptor(new CorsInterceptor(cors()));
    return server;
  }

  /** The starter's own defaults: no If-None-Exist among the request headers. */
  private static CorsConfiguration cors() {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOriginPatterns(List.of("*"));
    cors.setAllowedMethods(List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"));
    cors.setAllowedHeaders(
        List.of("Origin", "Accept", "Content-Type", "Authorization", "Cache-Control", "If-Match", "If-None-Match",
            "x-fhir-starter", "X-Requested-With", "Prefer"));
    cors.setExposedHeaders(List.of("Location", "Content-Location", "ETag", "Date", "X-Request-Id"));
    return cors;
  }
}
