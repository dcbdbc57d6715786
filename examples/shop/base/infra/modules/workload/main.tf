resource "kubernetes_deployment" "this" {
  metadata {
    name = var.name
  }
  spec {
    replicas = var.replicas
    selector {
      match_labels = { app = var.name }
    }
    template {
      metadata {
        labels = { app = var.name }
      }
      spec {
        container {
          name  = var.name
          image = var.image
          security_context {
            read_only_root_filesystem = true
            run_as_non_root           = true
          }
        }
      }
    }
  }
}
