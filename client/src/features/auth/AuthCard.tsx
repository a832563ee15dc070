import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./AuthCard.module.css";

interface Props {
  title: string;
  subtitle: string;
  children: ReactNode;
}

export function AuthCard({ title, subtitle, children }: Props) {
  return (
    <Center component="main" className={classes.page}>
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center" gap="xs">
          <img src="/favicon.svg" width={32} height={32} alt="" />
          <Text fw={700} size="xl">
            Parley
          </Text>
        </Group>
        <Paper withBorder shadow="sm" radius="lg" p={{ base: "lg", xs: "xl" }}>
          <Stack gap="md">
            <div>
              <Title order={1} size="h3">
                {title}
              </Title>
              <Text c="dimmed" size="sm">
                {subtitle}
              </Text>
            </div>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
