package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** {@code mvn verify} and {@code mvn -Pfull verify} together run every test, and none twice. */
class LongFormsTest {

    private static final String LONG = "full";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.mpsbridge");

    @Test
    void whatOneRunLeavesOutIsWhatTheOtherRuns() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        int profiles = pom.indexOf("<profiles>");

        assertThat(pom.substring(0, profiles))
                .containsOnlyOnce("<it.groups/>")
                .containsOnlyOnce("<it.excluded-groups>" + LONG + "</it.excluded-groups>")
                .containsOnlyOnce("<groups>${it.groups}</groups>")
                .containsOnlyOnce("<excludedGroups>${it.excluded-groups}</excludedGroups>");
        assertThat(pom.substring(profiles))
                .containsOnlyOnce("<it.groups>" + LONG + "</it.groups>")
                .containsOnlyOnce("<it.excluded-groups/>");
    }

    @Test
    void onlyIntegrationTestsHaveLongFormsAndEachHasAShortOne() {
        assertThat(CLASSES.stream().filter(LongFormsTest::isTagged)).isEmpty();
        assertThat(tests().filter(LongFormsTest::isTagged)).isNotEmpty().allSatisfy(test -> {
            assertThat(test.getAnnotationOfType(Tag.class).value()).isEqualTo(LONG);
            assertThat(test.getOwner().getSimpleName()).endsWith("IT");
            assertThat(test.getOwner().getMethods()).anyMatch(other -> isTest(other) && !isTagged(other));
        });
    }

    @Test
    void everyTestIsInAClassWhoseNameIsOneThatTheBuildRuns() {
        assertThat(tests())
                .isNotEmpty()
                .map(JavaMethod::getOwner)
                .filteredOn(owner -> !owner.getModifiers().contains(JavaModifier.ABSTRACT))
                .allSatisfy(
                        owner -> assertThat(outermost(owner).getSimpleName()).matches(".*(Test|IT)"));
    }

    private static Stream<JavaMethod> tests() {
        return CLASSES.stream().flatMap(each -> each.getMethods().stream()).filter(LongFormsTest::isTest);
    }

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Testable.class) || method.isMetaAnnotatedWith(Testable.class);
    }

    private static boolean isTagged(CanBeAnnotated element) {
        return element.isAnnotatedWith(Tag.class) || element.isMetaAnnotatedWith(Tag.class);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LongFormsTest::outermost).orElse(type);
    }
}
