package dev.stationmaster.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keeps the rooms of the gateway apart.
class GatewayArchitectureTest {
    private static final String ROOT = "dev.stationmaster.gateway";
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    private static void onlyIn(String library, String room, String because) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(because)
                .check(classes);
    }

    @Test
    void aLibraryLivesInOneRoom() {
        onlyIn("io.netty..", "http", "use cases must not know how HTTP is spoken");
        onlyIn("io.nats..", "broker", "the port to the brokers is what the rest sees");
        onlyIn("io.micrometer..", "export", "only the exporter knows how metrics are written");
    }

    @Test
    void databasesAndTheInsidesOfOtherModulesStayOutside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.jdbi..",
                        "org.postgresql..",
                        "dev.stationmaster.metadata.*..",
                        "dev.stationmaster.engine..",
                        "dev.stationmaster.desktop..")
                .because("the gateway is a client of the brokers and of the metadata's face")
                .check(classes);
    }

    @Test
    void useCasesKnowNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".auth..",
                        ROOT + ".produce..",
                        ROOT + ".consume..",
                        ROOT + ".station..",
                        ROOT + ".watch..",
                        ROOT + ".broker..",
                        ROOT + ".status..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".http..")
                .because("they are reached over HTTP today, and tested without")
                .check(classes);
    }

    @Test
    void onlyBootKnowsEverybody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".boot..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".boot..")
                .because("rooms are put together in one place")
                .check(classes);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
