package dev.stationmaster.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows between the rooms of the engine, and which room a foreign library lives in.
class EngineArchitectureTest {
    private static final String ROOT = "dev.stationmaster.engine";

    private static JavaClasses engine;

    @BeforeAll
    static void readClasses() {
        engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room that needs its own guest cannot be understood or tested alone")
                .check(engine);
    }

    @Test
    void nettyLivesWhereSocketsAre() {
        noClasses()
                .that(not(resideInAnyPackage(rooms("net", "protocol", "session", "monitor", "link", "leaf"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because("nothing below the router knows that sockets exist")
                .check(engine);
    }

    @Test
    void ratisLivesBehindItsPort() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".replication.ratis..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.ratis..")
                .because("the replicated log is a port; its adapter can be replaced")
                .check(engine);
    }

    @Test
    void fileChannelsLiveInStorage() {
        noClasses()
                .that(not(resideInAnyPackage(rooms("storage", "replication.local", "image", "boot"))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.FileChannel")
                .because(
                        "streams have one room for what is on disk, a log of its own another; boot only locks its directory")
                .check(engine);
    }

    @Test
    void databaseAccessStaysInTheMetadataModule() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "com.zaxxer..", "org.postgresql..")
                .because("stores are interfaces of the metadata module")
                .check(engine);
    }

    @Test
    void pureRoomsKnowNoRuntime() {
        noClasses()
                .that(resideInAnyPackage(rooms("subject", "message", "stream", "consumer", "error")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.netty..", "org.apache.ratis..", "java.nio.channels..", "java.nio.file..", "java.net.."))
                .because("what has no threads, clocks and files can be simulated")
                .check(engine);
    }

    @Test
    void vocabularyDependsOnNothingOfOurs() {
        noClasses()
                .that(resideInAnyPackage(rooms("subject", "message", "error", "time", "metrics")))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(not(resideInAnyPackage(rooms("subject", "message", "error", "time", "metrics")))))
                .because("everybody speaks these words")
                .check(engine);
    }

    @Test
    void theProtocolKnowsNoSessionsAndNoPolicy() {
        noClasses()
                .that(resideInAPackage(ROOT + ".protocol.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("session", "auth", "router", "net", "partition"))
                .because("bytes are one thing, what is allowed another")
                .check(engine);
    }

    @Test
    void theRouterKnowsNoClientsAndNoStreams() {
        noClasses()
                .that(resideInAPackage(ROOT + ".router.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms("session", "net", "protocol", "auth", "partition", "delivery", "jsapi", "link", "meta"))
                .because("its interfaces are implemented by those rooms and joined in boot")
                .check(engine);
    }

    @Test
    void sessionsReachTheRestThroughTheRouter() {
        noClasses()
                .that(resideInAnyPackage(rooms("session", "protocol", "net")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms("partition", "delivery", "jsapi", "stationapi", "replication", "storage", "link"))
                .because("a client's conversation does not know what is behind a subject")
                .check(engine);
    }

    @Test
    void onlyBootIsReachedFromNowhere() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".boot..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".boot..")
                .because("the composition root knows all rooms and none knows it")
                .check(engine);
    }

    @Test
    void roomsAreNotNamedAfterNothing() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..")
                .because("a helper sits beside its only user")
                .check(engine);
    }

    private static DescribedPredicate<JavaClass> fullName(String name) {
        return DescribedPredicate.describe(name, type -> type.getFullName().equals(name));
    }

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }
}
